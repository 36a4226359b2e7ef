/** What was typed on the form before; never written anywhere, so gone after a reload. */
export const handedOn = { email: "", password: "", challenge: "" };
