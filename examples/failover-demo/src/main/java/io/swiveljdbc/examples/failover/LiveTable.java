package io.swiveljdbc.examples.failover;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows once a second how much ran where. */
final class LiveTable {
  private static final long SECOND = 1000;

  private final Observed observed;
  private final Screen screen;
  private final Thread thread = new Thread(this::run, "live-table");
  private volatile boolean ended;

  private LiveTable(Observed observed, Screen screen) {
    this.observed = observed;
    this.screen = screen;
    thread.setDaemon(true);
  }

  static LiveTable begin(Observed observed, Screen screen) {
    LiveTable table = new LiveTable(observed, screen);
    screen.line("          per second:  " + table.cells(name -> name + " writes   reads"));
    table.thread.start();
    return table;
  }

  private void run() {
    try {
      for (long second = 1; !ended; second++) {
        observed.timeline().awaitMillis(second * SECOND);
        showSecond(second);
      }
    } catch (InterruptedException e) {
      // The end: the last second is not whole, or shown already.
      return;
    }
  }

  private void showSecond(long second) {
    long to = second * SECOND;
    Traffic traffic = observed.traffic();
    String cells =
        cells(
            name ->
                String.format(
                    Locale.ROOT,
                    "%,10d %,7d",
                    traffic.between(name, Operation.WRITE, to - SECOND, to),
                    traffic.between(name, Operation.READ, to - SECOND, to)));
    screen.line(String.format(Locale.ROOT, "%3d s                  %s", second, cells));
  }

  private String cells(java.util.function.UnaryOperator<String> cell) {
    List<String> servers = observed.traffic().servers();
    return servers.stream()
        .map(name -> String.format("%18s", cell.apply(name)))
        .collect(Collectors.joining("  |"));
  }

  void end() throws InterruptedException {
    ended = true;
    thread.interrupt();
    thread.join();
  }
}
