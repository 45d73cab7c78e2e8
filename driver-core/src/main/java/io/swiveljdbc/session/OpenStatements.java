package io.swiveljdbc.session;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The target driver's statements that the present user of a session has open there. */
final class OpenStatements {

  private static final Logger LOG = LoggerFactory.getLogger(OpenStatements.class);

  /** Mostly there is one at a time, and to keep account of it is to cost little. */
  private final AtomicReference<@Nullable Statement> one = new AtomicReference<>();

  private final Set<Statement> others = ConcurrentHashMap.newKeySet();

  void add(Statement statement) {
    if (!one.compareAndSet(null, statement)) {
      others.add(statement);
    }
  }

  void remove(Statement statement) {
    if (!one.compareAndSet(statement, null)) {
      others.remove(statement);
    }
  }

  boolean areNone() {
    return one.get() == null && others.isEmpty();
  }

  /** Closes them, so that the next user finds none. */
  void close() {
    if (areNone()) {
      return;
    }
    @Nullable Statement first = one.getAndSet(null);
    if (first != null) {
      close(first);
    }
    others.forEach(OpenStatements::close);
    others.clear();
  }

  private static void close(Statement statement) {
    try {
      statement.close();
    } catch (SQLException e) {
      LOG.debug("a statement could not be closed", e);
    }
  }
}
