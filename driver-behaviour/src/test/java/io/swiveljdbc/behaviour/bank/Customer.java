package io.swiveljdbc.behaviour.bank;

import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * For whom a connection is used, and what it sets there: by SQL, by JDBC, both or nothing. No two
 * set the same by SQL. Each transaction asks its session for its {@link #signature}: settings that
 * were lost on the way, or left by another customer, make a wrong one.
 */
record Customer(int number, boolean setsBySql, boolean setsByJdbc) {

  /** The name in the URL, and what the names that customers set begin with. */
  static final String NAME = "bank";

  private static final AtomicInteger NEXT = new AtomicInteger();

  static Customer next(Random random) {
    return new Customer(NEXT.incrementAndGet(), random.nextInt(4) > 0, random.nextInt(4) > 0);
  }

  /** What each of its sessions must have. */
  String signature(Branch branch) {
    return branch.signature(this, setsBySql ? timeout() : 0);
  }

  /**
   * Sets its settings, in auto-commit.
   *
   * @param fresh whether nobody has set anything there before
   */
  void introduceTo(Desk desk, boolean fresh) throws SQLException {
    Branch branch = desk.branch();
    if (setsByJdbc || !fresh) {
      branch.setByJdbc(desk.connection(), this);
    }
    if (setsBySql) {
      desk.statement().execute(branch.books().setTimeout().formatted(timeout()));
    } else if (!fresh) {
      desk.statement().execute(branch.books().resetTimeout());
    }
  }

  String name() {
    return setsByJdbc ? NAME + "-" + number : NAME;
  }

  /** Longer than anything here takes, and odd, since the server shows 62000 as 62s. */
  private int timeout() {
    return 60_001 + 2 * number;
  }
}
