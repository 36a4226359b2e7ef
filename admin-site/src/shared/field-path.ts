/** Something wrong in a document, by the path that the server would name: `forms[0].fields[2].options`. */
export interface FieldError {
  path: string;
  text: string;
}

/**
 * Whether an error belongs to the control at `path`: to its value or to something inside it. The server does not name the keys
 * of a map (`surveys[...].questions`): there any key fits.
 */
export function concerns(error: string, path: string): boolean {
  const steps = stepsOf(path);
  const wrong = stepsOf(error);
  return steps.length <= wrong.length && steps.every((step, i) => wrong[i] === step || wrong[i] === "...");
}

/** Exactly this place, and nothing inside it. */
export function isAt(error: string, path: string): boolean {
  return stepsOf(error).length === stepsOf(path).length && concerns(error, path);
}

function stepsOf(path: string): readonly string[] {
  return path.match(/\.\.\.|[^.[\]]+/g) ?? [];
}
