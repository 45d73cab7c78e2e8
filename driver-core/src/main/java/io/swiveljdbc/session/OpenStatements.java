package io.swiveljdbc.session;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The target driver's statements that the present user of a session has open there. */
final class OpenStatements {

  private static final Logger LOG = LoggerFactory.getLogger(OpenStatements.class);

  private final List<Statement> open = Collections.synchronizedList(new ArrayList<>(0));

  void add(Statement statement) {
    open.add(statement);
  }

  void remove(Statement statement) {
    open.remove(statement);
  }

  boolean areNone() {
    return open.isEmpty();
  }

  /** Closes them, so that the next user finds none. */
  void close() {
    if (open.isEmpty()) {
      return;
    }
    for (Statement statement : List.copyOf(open)) {
      try {
        statement.close();
      } catch (SQLException e) {
        LOG.debug("a statement could not be closed", e);
      }
    }
    open.clear();
  }
}
