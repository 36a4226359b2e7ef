/** What a made-up server says no with. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly field?: string,
    readonly message: string = code,
  ) {}
}
