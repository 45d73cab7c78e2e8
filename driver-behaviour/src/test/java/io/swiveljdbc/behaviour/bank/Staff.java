package io.swiveljdbc.behaviour.bank;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** All tellers at work, each a thread. */
final class Staff {
  static final int TELLERS = 16;

  private final List<Teller> tellers;
  private final List<Thread> threads = new ArrayList<>();

  /**
   * Begins to work.
   *
   * @param branch what the source is opened on
   * @param connections of this source, opened
   * @param term gives the highest term that this JVM knows now
   */
  Staff(
      Branch branch,
      Source source,
      DataSource connections,
      LongSupplier term,
      Ledger ledger,
      long seed) {
    tellers =
        IntStream.range(0, TELLERS)
            .mapToObj(
                i -> new Teller(branch, source, connections, term, ledger, seed * TELLERS + i))
            .toList();
    for (int i = 0; i < TELLERS; i++) {
      Thread thread = new Thread(tellers.get(i), "teller-" + (i + 1));
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Returns when each has got another transfer through: so the cluster works for everybody. */
  void awaitAnotherTransferOfEach(Duration bound) {
    List<Long> before = tellers.stream().map(Teller::transfers).toList();
    Patience.until(
        "each teller gets another transfer through",
        bound,
        () -> IntStream.range(0, TELLERS).allMatch(i -> tellers.get(i).transfers() > before.get(i)),
        this::toString);
  }

  void goHome(Duration bound) {
    tellers.forEach(Teller::close);
    Patience.until(
        "all tellers end",
        bound,
        () -> threads.stream().noneMatch(Thread::isAlive),
        this::toString);
  }

  /** Who has been at what for longer than a fault lasts. */
  @Override
  public String toString() {
    return IntStream.range(0, TELLERS)
        .filter(i -> tellers.get(i).busyNanos() > 2_000_000_000L)
        .mapToObj(i -> describe(threads.get(i), tellers.get(i)))
        .collect(Collectors.joining("\n", "tellers that hang:\n", ""));
  }

  private static String describe(Thread thread, Teller teller) {
    return "%s for %d ms in %s"
        .formatted(thread.getName(), teller.busyNanos() / 1_000_000, teller.doing());
  }
}
