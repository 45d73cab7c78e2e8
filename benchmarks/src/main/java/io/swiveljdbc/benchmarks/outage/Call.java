package io.swiveljdbc.benchmarks.outage;

/**
 * One attempt of a thread as it saw it: from asking the pool for a connection to having given it
 * back, with one operation in between. Times as of {@link System#nanoTime()}.
 *
 * @param thread the number of the thread, from 0
 * @param startedAt before the pool was asked
 * @param endedAt after the connection was given back; for a call without an end, the end of the run
 * @param server the own port of the server that did the operation; 0 if none did, or if it was only
 *     a look
 * @param state the SQLState of its failure, {@link #OK}, or {@link #PENDING}
 */
record Call(int thread, long startedAt, long endedAt, int server, String state) {
  static final String OK = "ok";
  static final String PENDING = "pending";

  boolean served() {
    return server != 0;
  }

  boolean failed() {
    return !state.equals(OK) && !state.equals(PENDING);
  }

  boolean answered() {
    return state.equals(OK);
  }

  double millis() {
    return (endedAt - startedAt) / 1e6;
  }
}
