import { ApiProblem } from "./api";

/**
 * One Idempotency-Key per thing a person means to submit. A retry of a body whose outcome is unknown (no answer, a server
 * error) repeats the key, so that it can't make a second video; an accepted or a refused body is done with its key.
 */
export class SubmissionKeys {
  private body: string | null = null;
  private key: string | null = null;

  constructor(private readonly newKey: () => string) {}

  keyFor(body: string): string {
    if (this.key === null || this.body !== body) {
      this.body = body;
      this.key = this.newKey();
    }
    return this.key;
  }

  settle(error: unknown): void {
    if (error === null || isRefusal(error)) this.key = this.body = null;
  }
}

/** The server surely did not accept it. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiProblem && error.problem.status < 500;
}
