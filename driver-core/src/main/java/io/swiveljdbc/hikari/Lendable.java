package io.swiveljdbc.hikari;

import java.sql.Connection;

/** What a pool keeps: a connection that knows its loan, which is the same each time it is lent. */
public interface Lendable extends Connection {

  /** Says by what it is lent; called once, before that. */
  void lentBy(Loan loan);

  /** By what it is lent. */
  Loan loan();
}
