package io.swiveljdbc.session;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The savepoints of an open transaction, and what its session had at each of them. */
final class Savepoints {

  /** What there was at a point of a transaction, and on which connection. */
  record Point(
      Object name, PhysicalConnection at, SqlSettings sql, SessionSettings settings, Pins pins) {}

  private final Deque<Point> points = new ArrayDeque<>(0);

  void push(Point point) {
    points.push(point);
  }

  /** A savepoint and those after it are no more. */
  void release(Object name) {
    if (forgetAfter(name)) {
      points.pop();
    }
  }

  /** A savepoint, those after which are no more; null where it is not known. */
  @Nullable Point backTo(Object name) {
    return forgetAfter(name) ? points.element() : null;
  }

  void clear() {
    points.clear();
  }

  /** Leaves this savepoint as the latest; false where it is not known. */
  private boolean forgetAfter(Object name) {
    boolean known = points.stream().anyMatch(point -> point.name.equals(name));
    while (known && !points.element().name.equals(name)) {
      points.pop();
    }
    return known;
  }
}
