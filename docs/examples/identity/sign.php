<?php
/*
 * Signs who is signed in, for Parlor's widget. PHP 7.1 or newer, no extension.
 *
 *     php sign.php SECRET USER_ID          the identity with the user's id signed
 *     php sign.php SECRET --data JSON      the identity with the whole JSON text signed
 */

/** For parlor.identify({...}); add name, email, phone and attributes as you like: these are not signed. */
function sign_user(string $secret, string $user_id): array
{
    return ['userId' => $user_id, 'hmac' => hash_hmac('sha256', $user_id, $secret)];
}

/** Signs all of it: user_id, name, email, phone, attributes, expires (seconds since 1970). The browser hands data on unchanged. */
function sign_data(string $secret, array $said): array
{
    return sign_text($secret, json_encode($said, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
}

function sign_text(string $secret, string $data): array
{
    return ['data' => $data, 'hmac' => hash_hmac('sha256', $data, $secret . '.data')];
}

if (PHP_SAPI === 'cli' && realpath($argv[0]) === __FILE__) {
    echo json_encode($argv[2] === '--data' ? sign_text($argv[1], $argv[3]) : sign_user($argv[1], $argv[2])), "\n";
}
