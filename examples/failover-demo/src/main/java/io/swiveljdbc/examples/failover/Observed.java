package io.swiveljdbc.examples.failover;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the clients put together.
 *
 * @param timeline the time
 * @param names of the servers
 * @param traffic what ran where
 * @param ledger what was written
 * @param errors what failed
 * @param readsOnReaders reads by a server that said it was a standby
 * @param readsOnWriter reads by one that said it was not
 */
record Observed(
    Timeline timeline,
    ServerNames names,
    Traffic traffic,
    Ledger ledger,
    ErrorTally errors,
    AtomicLong readsOnReaders,
    AtomicLong readsOnWriter) {

  static Observed nothingYet(Timeline timeline, ServerNames names, DemoOptions options) {
    return new Observed(
        timeline,
        names,
        new Traffic(names.all(), options.duration()),
        new Ledger(),
        new ErrorTally(),
        new AtomicLong(),
        new AtomicLong());
  }

  void wrote(int ownPort) {
    long now = System.nanoTime();
    String server = names.ofOwnPort(ownPort);
    ledger.acknowledgedBy(server, now);
    traffic.count(server, Operation.WRITE, timeline.millis(now));
  }

  void read(int ownPort, boolean standby) {
    (standby ? readsOnReaders : readsOnWriter).incrementAndGet();
    traffic.count(names.ofOwnPort(ownPort), Operation.READ, timeline.elapsedMillis());
  }
}
