package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.topology.Role;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** How an application reads. Money is moved, never made, so each look must see all of it. */
enum Look {
  IN_AUTO_COMMIT {
    @Override
    Seen at(Desk desk) throws SQLException {
      return sum(desk);
    }

    /** The writer, where no reader is fit, cannot know that it only reads. */
    @Override
    boolean mayBeTold(Outcome outcome) {
      return true;
    }
  },
  IN_TRANSACTION {
    @Override
    Seen at(Desk desk) throws SQLException {
      Seen seen = sum(desk);
      desk.connection().commit();
      return seen;
    }
  },
  /** Row after row, slowly, so that readers are lost in the middle. */
  BY_CURSOR {
    @Override
    Seen at(Desk desk) throws SQLException {
      PreparedStatement look = desk.prepared("SELECT balance, signature() FROM account");
      look.setFetchSize(ROWS);
      Seen seen;
      try (ResultSet row = look.executeQuery()) {
        long sum = 0;
        String signature = "none";
        for (int number = 1; row.next(); number++) {
          sum += row.getLong(1);
          signature = row.getString(2);
          if (number % ROWS == 0) {
            LockSupport.parkNanos(READING_NANOS);
          }
        }
        seen = new Seen(sum, signature, desk.role(), 0);
      }
      desk.connection().commit();
      return seen;
    }
  };

  private static final int ROWS = Bank.ACCOUNTS / 5;
  private static final long READING_NANOS = 10_000_000;

  /**
   * What a look has seen.
   *
   * @param sum all the money
   * @param signature of the session
   * @param role of the server
   * @param term the last that this server knows, 0 where it does not tell
   */
  record Seen(long sum, String signature, Role role, long term) {}

  static Look drawn(Random random) {
    return values()[random.nextInt(values().length)];
  }

  /** Looks, on a connection that is read-only, and ends the transaction if there is one. */
  abstract Seen at(Desk desk) throws SQLException;

  /** Whether a server that is lost may be told so: what was only read is never in doubt. */
  boolean mayBeTold(Outcome outcome) {
    return outcome == Outcome.ABSENT;
  }

  private static Seen sum(Desk desk) throws SQLException {
    PreparedStatement look =
        desk.prepared(
            "SELECT sum(balance), signature(), %s FROM account"
                .formatted(desk.branch().books().term()));
    try (ResultSet row = look.executeQuery()) {
      row.next();
      return new Seen(row.getLong(1), row.getString(2), desk.role(), row.getLong(3));
    }
  }
}
