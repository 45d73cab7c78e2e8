package io.swiveljdbc.session;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that closed logical connections of one login have left to the next ones. A thread
 * looks first where it has left one itself; no lock is taken and nothing is allocated.
 */
final class SpareSessions {

  /** Rather more than threads that run at a time; what finds no place is made anew some time. */
  private static final int PLACES = 64;

  private final AtomicReferenceArray<@Nullable Session> places = new AtomicReferenceArray<>(PLACES);
  private volatile @Nullable Session ended;
  private volatile boolean closed;

  /** Says, before any is left, which closed session is found by who uses a closed connection. */
  void afterwards(Session closedOne) {
    ended = closedOne;
  }

  Session ended() {
    return Objects.requireNonNull(ended);
  }

  /** One that nobody else has, or null. */
  @Nullable Session take() {
    int first = first();
    for (int i = 0; i < PLACES; i++) {
      int place = (first + i) % PLACES;
      @Nullable Session found = places.get(place);
      if (found != null && places.compareAndSet(place, found, null)) {
        return found;
      }
    }
    return null;
  }

  /** Leaves one that nobody has any more. */
  void leave(Session renewed) {
    int first = first();
    for (int i = 0; i < PLACES; i++) {
      int place = (first + i) % PLACES;
      if (places.get(place) == null && places.compareAndSet(place, null, renewed)) {
        if (closed) {
          close();
        }
        return;
      }
    }
    renewed.closing().close();
  }

  /** By the number of the thread: its hash code is a call into the JVM. */
  private static int first() {
    return (int) Thread.currentThread().getId() & (PLACES - 1);
  }

  /** Ends them, and those that are still to come. */
  void close() {
    closed = true;
    for (@Nullable Session left = take(); left != null; left = take()) {
      left.closing().close();
    }
  }
}
