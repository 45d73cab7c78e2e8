package io.swiveljdbc.benchmarks.outage;

/**
 * What was done to the cluster, and how to tell the service after it from that before. Times as of
 * {@link System#nanoTime()}.
 *
 * @param at before the first signal was sent
 * @param servedFrom what ended before was not yet the service that came back
 * @param lost the own port of the server that was lost for good; 0 if it is the same that comes
 *     back
 */
record Strike(long at, long servedFrom, int lost) {

  /** Whether a call was served by the cluster as it is after the fault. */
  boolean served(Call call) {
    return call.served() && call.endedAt() > servedFrom && call.server() != lost;
  }
}
