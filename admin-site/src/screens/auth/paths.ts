const PATHS = ["/sign-in", "/sign-up", "/confirm", "/forgot", "/reset", "/first-password", "/code", "/sso"];

/** Whether an address is for people who are not signed in. */
export const isAuthPath = (path: string) => PATHS.includes(path);
