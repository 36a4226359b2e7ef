"""The company decides how its people come in (登录安全)."""

from msgspec import structs

from parlor.domain.audit import Trail
from parlor.domain.directory import DirectoryEditor, check_version
from parlor.domain.errors import Invalid, NotFound
from parlor.domain.sign_in import AllowedAddress, KeptRules, SignInRules, normal_range
from parlor.domain.staff import Staff
from parlor.protocol import rest_sign_in


def change_sign_in_rules(
    body: rest_sign_in.ChangeSignInRules,
    staff: Staff,
    address: str,
    directory: DirectoryEditor,
    kept: KeptRules,
    trail: Trail,
) -> SignInRules:
    """Holds from the next sign-in, refresh and desk on. What would shut out who saves it is refused.

    Raises `Conflict`, `NotFound` for agents that are not there, `Invalid` (`bad_ip`, `too_wide`, `exists`, `locks_out`).
    """
    before = kept.fresh()
    check_version(body.version, before.version)
    given = {name: value for name, value in structs.asdict(body).items() if name != "version" and value is not None}
    if "addresses" in given:
        given["addresses"] = _addresses(given["addresses"])
    for name in ("exempt_roles", "exempt_agents", "second_factor_roles"):
        if name in given:
            given[name] = tuple(dict.fromkeys(given[name]))
    after = structs.replace(before, **given)
    _check_agents(after, directory)
    if after.second_factor == "roles" and not after.second_factor_roles:
        raise Invalid("Choose the roles.", code="required", field="second_factor_roles")
    if not after.lets_in(staff.agent, address):
        raise Invalid(
            f"You ask from {address}, which is not among them: you could not come in any more.", code="locks_out", field="addresses"
        )
    changed = kept.change(before, after)
    trail.done("change_sign_in_rules", ("sign_in_rules", "", ""), before, changed)
    return changed


def _addresses(given: tuple[rest_sign_in.AllowedAddress, ...]) -> tuple[AllowedAddress, ...]:
    found: dict[str, AllowedAddress] = {}
    for index, each in enumerate(given):
        field = f"addresses[{index}].range"
        allowed = AllowedAddress(normal_range(each.range, field), each.note.strip())
        if allowed.range in found:
            raise Invalid("This stands there already.", code="exists", field=field)
        found[allowed.range] = allowed
    return tuple(found.values())


def _check_agents(rules: SignInRules, directory: DirectoryEditor) -> None:
    known = {agent.agent_id for agent in directory.fresh().agents()}
    for index, agent_id in enumerate(rules.exempt_agents):
        if agent_id not in known:
            raise NotFound("There is no such agent.", field=f"exempt_agents[{index}]")
