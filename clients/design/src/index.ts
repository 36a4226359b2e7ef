export { initialsOf, toneOf } from "./avatar.ts";
export { LOGO_BUBBLE, LOGO_EYES, logoSvg } from "./logo.ts";
export { clockTime, clockTimeWithSeconds, dayLabel, dayOf, fullTime, shortTime, waitTime, writeTwelveHours } from "./time.ts";
export { BREAKPOINTS, constants, type Mode, type Role, roles, TONES } from "./tokens.ts";
