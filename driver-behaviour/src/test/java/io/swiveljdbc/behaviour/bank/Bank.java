package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The accounts, the book of transfers, and the server's own eye on who writes to it.
 *
 * <p>Every write tells the server, through {@code witness}, the term that this JVM knew just before
 * the write was sent. A server that writes in a lower one notes it where no rollback undoes it. It
 * also tells for whom it writes: a session with the settings of somebody else refuses it. The book
 * has no unique key on purpose: a transfer made twice shall be seen.
 */
final class Bank {
  static final int ACCOUNTS = 100;
  static final long OPENING_BALANCE = 1_000;
  static final long TOTAL = ACCOUNTS * OPENING_BALANCE;

  /** Stands in every write, as text or as a parameter: by it a socket knows that it carries one. */
  static final String MARK = "bank-write";

  private Bank() {}

  static void open(Branch branch, LocalCluster cluster) throws SQLException {
    LocalServer writer = cluster.writer();
    branch.books().schema().forEach(sql -> cluster.execute(writer, sql));
    for (int account = 1; account <= ACCOUNTS; account++) {
      cluster.execute(
          writer,
          "INSERT INTO account (id, balance) VALUES (%d, %d)".formatted(account, OPENING_BALANCE));
    }
    tryWitness(branch, cluster, writer);
    cluster.execute(writer, branch.books().forgetLate());
    cluster.awaitReplayed();
  }

  static boolean writtenLate(Branch branch, LocalCluster cluster, LocalServer server) {
    return "1".equals(cluster.query(server, branch.books().writtenLate()));
  }

  /** One that sees nothing, or forgets it, would prove nothing. */
  private static void tryWitness(Branch branch, LocalCluster cluster, LocalServer writer)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(writer.jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT witness(999, '', signature())");
      connection.rollback();
      if (!writtenLate(branch, cluster, writer)) {
        throw new AssertionError("the witness is blind to terms");
      }
      try {
        statement.execute("SELECT witness(0, '', 'nobody')");
      } catch (SQLException refused) {
        connection.rollback();
        return;
      }
      throw new AssertionError("the witness is blind to signatures");
    }
  }
}
