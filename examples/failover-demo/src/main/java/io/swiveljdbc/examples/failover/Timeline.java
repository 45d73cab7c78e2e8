package io.swiveljdbc.examples.failover;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** What happened, counted from the beginning of the load, and shown as it happens. */
final class Timeline {
  private final Screen screen;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile long origin = System.nanoTime();

  Timeline(Screen screen) {
    this.screen = screen;
  }

  /** The load begins now; what was noted before stands at negative times. */
  void begin() {
    origin = System.nanoTime();
  }

  /** Something the demo did, to be marked on the plot. */
  void milestone(String text) {
    milestone(text, System.nanoTime());
  }

  void milestone(String text, long atNanos) {
    add(new Event(millis(atNanos), text, true));
  }

  /** Something Swivel has seen. */
  void seen(String text) {
    add(new Event(millis(System.nanoTime()), text, false));
  }

  private void add(Event event) {
    events.add(event);
    screen.line(
        String.format(
            Locale.ROOT,
            "%7.3f s  %s %s",
            event.atMillis() / 1000.0,
            event.milestone() ? "==" : "swivel:",
            event.text()));
  }

  long elapsedMillis() {
    return millis(System.nanoTime());
  }

  long millis(long atNanos) {
    return TimeUnit.NANOSECONDS.toMillis(atNanos - origin);
  }

  /** Sleeps until a time after the beginning. */
  void awaitMillis(long millis) throws InterruptedException {
    long left = millis - elapsedMillis();
    if (left > 0) {
      TimeUnit.MILLISECONDS.sleep(left);
    }
  }

  List<Event> events() {
    return events.stream().sorted(Comparator.comparingLong(Event::atMillis)).toList();
  }

  /**
   * One thing that happened.
   *
   * @param atMillis after the beginning of the load
   * @param text for a person
   * @param milestone whether the demo did it, rather than Swivel saw it
   */
  record Event(long atMillis, String text, boolean milestone) {}
}
