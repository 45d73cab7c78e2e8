package io.swiveljdbc.session;

/** What a failure means for the work that was in flight. */
enum Verdict {
  /** The session lives; the error is the application's own. */
  STATEMENT_FAILED,
  /** The session is lost, nothing was done, and the work may run once more elsewhere. */
  REPEAT,
  /** A reader's replay was in the way; the work may run once more on another server. */
  REPEAT_ELSEWHERE,
  /** The session is lost, and its transaction is certainly rolled back. */
  ROLLED_BACK,
  /** The session is lost, and whether the work was committed cannot be known. */
  UNKNOWN
}
