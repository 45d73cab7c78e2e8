package io.swiveljdbc.session;

import org.jspecify.annotations.Nullable;

/**
 * What an application has open on a physical connection: result sets, which are counted, and
 * statements, which are linked through themselves, so that nothing is allocated for them.
 */
final class Belongings {

  private int openResults;
  private @Nullable MovableStatement<?> first;

  void resultOpened() {
    openResults++;
  }

  void resultClosed() {
    openResults--;
  }

  boolean noResultIsOpen() {
    return openResults <= 0;
  }

  void add(MovableStatement<?> statement) {
    statement.next = first;
    if (first != null) {
      first.previous = statement;
    }
    first = statement;
  }

  void remove(MovableStatement<?> statement) {
    if (statement == first) {
      first = statement.next;
    }
    unlink(statement);
  }

  private static void unlink(MovableStatement<?> statement) {
    if (statement.previous != null) {
      statement.previous.next = statement.next;
    }
    if (statement.next != null) {
      statement.next.previous = statement.previous;
    }
    statement.previous = null;
    statement.next = null;
  }

  /** Closes the physical statements; the application's own are as they were. */
  void close() {
    for (MovableStatement<?> one = first; one != null; one = first) {
      first = one.next;
      unlink(one);
      one.leaveToOthers();
    }
    openResults = 0;
  }
}
