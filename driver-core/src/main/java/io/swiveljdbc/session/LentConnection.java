package io.swiveljdbc.session;

import io.swiveljdbc.hikari.Loan;
import io.swiveljdbc.topology.Topology;
import java.sql.Statement;

/**
 * A session that goes back to a pool. What the last user has left may be used as it is by the next
 * one, if nothing that the last one can still have refers to it.
 */
final class LentConnection extends PhysicalConnection {

  private final Loan loan;
  private final Calls calls = new Calls();
  private boolean handedOut;

  LentConnection(DriverSession session, Loan loan) {
    super(session);
    this.loan = loan;
  }

  @Override
  boolean isLent() {
    return true;
  }

  @Override
  boolean isWithOthers() {
    return calls.areGiven();
  }

  @Override
  boolean gone() {
    return calls.areOver() || super.gone();
  }

  @Override
  boolean dead() {
    return calls.areOver() || super.dead();
  }

  @Override
  boolean goodAt(Topology topology) {
    return !calls.areOver() && super.goodAt(topology);
  }

  @Override
  boolean staleAt(Topology topology) {
    return calls.areOver() || super.staleAt(topology);
  }

  @Override
  void opened(Statement statement) {
    session().openStatements().add(statement);
  }

  @Override
  void closed(Statement statement) {
    session().openStatements().remove(statement);
  }

  @Override
  void handOut() {
    handedOut = true;
  }

  @Override
  boolean enter() {
    return calls.begin();
  }

  @Override
  void exit() {
    if (calls.end()) {
      closeIfRetired();
    }
  }

  @Override
  boolean inUse() {
    return calls.areUnderWay() || super.inUse();
  }

  // ---- its end

  /** The next user of its session takes it up, as if it were new. */
  LentConnection again() {
    stay();
    calls.reopen();
    return this;
  }

  @Override
  boolean leave(SoleUse use) {
    boolean left =
        !handedOut && isFree() && session().openStatements().areNone() && calls.closeIfNone();
    if (left) {
      goBack(!use.isOver());
    }
    return left;
  }

  @Override
  void closeUnused() {
    if (calls.closeIfNone()) {
      goBack(false);
    }
  }

  @Override
  void abort() {
    if (calls.close() != Calls.Before.OVER) {
      session().abort();
      loan.end();
    }
  }

  @Override
  void close() {
    Calls.Before before = calls.close();
    if (before == Calls.Before.NONE) {
      goBack(false);
    } else if (before == Calls.Before.SOME) {
      session().end(); // somebody else is still at work there
      loan.end();
    }
  }

  /**
   * Others may have the session, or it ends.
   *
   * @param again whether the next user may have this very object
   */
  private void goBack(boolean again) {
    boolean given = false;
    try {
      if (session().isFitForOthers(handedOut) && pins().allowOthers()) {
        session().openStatements().close();
        calls.give();
        session().rest(again ? this : null);
        given = true; // from here on it is somebody else's to end
        loan.giveBack();
      }
    } finally {
      if (!given) {
        session().end();
        loan.end();
      }
    }
  }
}
