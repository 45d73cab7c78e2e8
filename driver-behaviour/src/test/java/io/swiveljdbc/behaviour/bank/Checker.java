package io.swiveljdbc.behaviour.bank;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares the books with what the callers were told. Adds what is wrong to a list, in words. */
final class Checker {
  private static final int MOST = 20;

  private final Branch branch;
  private final Ledger ledger;
  private final List<String> wrong = new ArrayList<>();

  Checker(Branch branch, Ledger ledger) {
    this.branch = branch;
    this.ledger = ledger;
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  /** Looks at a former writer, before its own history is thrown away. */
  void inspectFormerWriter(LocalCluster cluster, LocalServer old, String when) {
    if (Bank.writtenLate(branch, cluster, old)) {
      report("written to " + old + " while a higher term was known: " + when);
    }
  }

  /** Looks at a server when all is done and no session of the tellers is left. */
  void inspect(LocalCluster cluster, LocalServer server) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      statement.setFetchSize(1000);
      Map<Long, Integer> there = new HashMap<>();
      long[] balances = new long[Bank.ACCOUNTS + 1];
      Arrays.fill(balances, 1, balances.length, Bank.OPENING_BALANCE);
      readBook(statement, server, there, balances);
      compareWithTold(server, there);
      compareBalances(statement, server, balances);
    }
    if (Bank.writtenLate(branch, cluster, server)) {
      report("on " + server + " a write came while a higher term was known");
    }
  }

  private void readBook(
      Statement statement, LocalServer server, Map<Long, Integer> there, long[] balances)
      throws SQLException {
    try (ResultSet row =
        statement.executeQuery("SELECT id, low, high, amount, known, term FROM transfer")) {
      while (row.next()) {
        there.merge(row.getLong(1), 1, Integer::sum);
        balances[row.getInt(2)] -= row.getLong(4);
        balances[row.getInt(3)] += row.getLong(4);
        if (row.getLong(5) > row.getLong(6)) {
          report(
              "%s: transfer %d was written in term %d, and term %d was known before"
                  .formatted(server, row.getLong(1), row.getLong(6), row.getLong(5)));
        }
      }
    }
  }

  private void compareWithTold(LocalServer server, Map<Long, Integer> there) {
    Map<Long, Outcome> told = ledger.told();
    told.forEach(
        (id, outcome) -> {
          int times = there.getOrDefault(id, 0);
          if (!outcome.allows(times)) {
            report(
                "%s: transfer %d was told as %s and is there %d times"
                    .formatted(server, id, outcome, times));
          }
        });
    there.keySet().stream()
        .filter(id -> !told.containsKey(id))
        .forEach(id -> report(server + ": nobody was told of transfer " + id));
  }

  private void compareBalances(Statement statement, LocalServer server, long[] expected)
      throws SQLException {
    long sum = 0;
    try (ResultSet row = statement.executeQuery("SELECT id, balance FROM account")) {
      while (row.next()) {
        int id = row.getInt(1);
        sum += row.getLong(2);
        if (row.getLong(2) != expected[id]) {
          report(
              "%s: account %d has %d, its transfers make %d"
                  .formatted(server, id, row.getLong(2), expected[id]));
        }
      }
    }
    if (sum != Bank.TOTAL) {
      report(server + ": the sum is " + sum + " instead of " + Bank.TOTAL);
    }
  }

  private void report(String what) {
    if (wrong.size() < MOST) {
      wrong.add(what);
    }
  }
}
