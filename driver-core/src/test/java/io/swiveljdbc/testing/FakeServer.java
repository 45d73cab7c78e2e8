package io.swiveljdbc.testing;

import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Term;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** One server. Everything about it may be changed at any time and from any thread. */
public final class FakeServer {

  /** Who opens more looks at how much there is, not at what. */
  private static final int MOST_REMEMBERED = 1_000;

  /** What a server does when a text arrives, once. */
  public interface Act {
    void on(FakeSession session) throws SQLException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final String name;
  private final List<FakeSession> sessions = new ArrayList<>();
  private final List<FakeSession> everySession = new ArrayList<>();
  private final List<String> executed = new ArrayList<>();
  private final Map<String, Act> acts = new HashMap<>();
  private final Map<Purpose, Integer> connects = new HashMap<>();
  private Role role = Role.READER;
  private long term;
  private String database = "shop";
  private int starts = 1;
  private boolean dead;
  private boolean frozen;
  private SQLException loginError;
  private String password = FakeServers.Login.GOOD.password();
  private int checks;
  private long loginNanos;
  private boolean loginsCompute;
  private int loginsInProgress;
  private int mostLogins;

  FakeServer(String name) {
    this.name = name;
  }

  static HostAddress address(String name) {
    return new HostAddress(name, 5432);
  }

  // ---- what a test does to it

  public void becomeWriter(long ofTerm) {
    change(
        () -> {
          role = Role.WRITER;
          term = ofTerm;
        });
  }

  public void becomeReader() {
    change(() -> role = Role.READER);
  }

  public void serve(String otherDatabase) {
    change(() -> database = otherDatabase);
  }

  /** All its connections break at once, and new ones are refused. */
  public void kill() {
    change(
        () -> {
          dead = true;
          sessions.forEach(FakeSession::cut);
        });
  }

  /** It is back, as another instance. */
  public void start() {
    change(
        () -> {
          dead = false;
          frozen = false;
          starts++;
        });
  }

  /** Its name leads to another machine from now on; sessions stay where they are. */
  public void move() {
    change(() -> starts++);
  }

  /** It answers nothing, neither new connections nor old ones. */
  public void freeze() {
    change(() -> frozen = true);
  }

  public void thaw() {
    change(() -> frozen = false);
  }

  /** The sessions for this purpose end; the server lives. */
  public void endSessions(Purpose purpose) {
    change(() -> sessions(purpose).forEach(FakeSession::cut));
  }

  /** Lets nobody in, with this error, or everybody again, with null. */
  public void refuseLogins(SQLException error) {
    change(() -> loginError = error);
  }

  /** A login of the application takes this long. */
  public void slowLogins(Duration each) {
    change(() -> loginNanos = each.toNanos());
  }

  /** A login of the application computes for so long, and nobody can end it before. */
  public void busyLogins(Duration each) {
    change(
        () -> {
          loginNanos = each.toNanos();
          loginsCompute = true;
        });
  }

  public void changePassword(String to) {
    change(() -> password = to);
  }

  /** When this text arrives the next time, this happens in its place. */
  public void when(String text, Act act) {
    change(() -> acts.put(text, act));
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  // ---- what a test asks it

  public HostAddress address() {
    return address(name);
  }

  public String name() {
    return name;
  }

  /** What the application has executed, in order; COMMIT and ROLLBACK among it. */
  public List<String> executed() {
    lock.lock();
    try {
      return List.copyOf(executed);
    } finally {
      lock.unlock();
    }
  }

  /** How often somebody connected, successfully or not. */
  public int connects(Purpose purpose) {
    lock.lock();
    try {
      return connects.getOrDefault(purpose, 0);
    } finally {
      lock.unlock();
    }
  }

  /** How many logins of the application were in progress at a time. */
  public int mostLogins() {
    lock.lock();
    try {
      return mostLogins;
    } finally {
      lock.unlock();
    }
  }

  /** How often a connection of the application was asked for its role. */
  public int checks() {
    lock.lock();
    try {
      return checks;
    } finally {
      lock.unlock();
    }
  }

  /** The open sessions for this purpose. */
  public List<FakeSession> sessions(Purpose purpose) {
    lock.lock();
    try {
      return sessions.stream()
          .filter(session -> session.purpose() == purpose && !session.ended())
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** All that there ever were, also those that have ended, as far as it remembers them. */
  public List<FakeSession> everySession() {
    lock.lock();
    try {
      return List.copyOf(everySession);
    } finally {
      lock.unlock();
    }
  }

  // ---- what its clients do

  FakeSession connect(Target target, Purpose purpose, Wire wire) throws SQLException {
    lock.lock();
    try {
      FakeSession session = new FakeSession(this, purpose, wire, name + "/" + starts);
      connects.merge(purpose, 1, Integer::sum);
      sessions.removeIf(FakeSession::ended);
      sessions.add(session);
      if (everySession.size() < MOST_REMEMBERED) {
        everySession.add(session);
      }
      session.attach();
      wire.markConnecting();
      awaitAnswer(session, wire.connectTimeout(0));
      if (purpose == Purpose.APPLICATION) {
        logIn(session);
      }
      SQLException refusal = refusal(target);
      if (refusal != null) {
        session.cut();
        throw refusal;
      }
      return session;
    } finally {
      lock.unlock();
    }
  }

  private void logIn(FakeSession session) throws SQLException {
    mostLogins = Math.max(mostLogins, ++loginsInProgress);
    long left = loginNanos;
    while (left > 0 && (loginsCompute || !session.isCut())) {
      left = waitFor(left);
    }
    loginsInProgress--;
    session.check(dead);
  }

  private SQLException refusal(Target target) {
    if (loginError != null) {
      return new SQLException(loginError.getMessage(), loginError.getSQLState());
    }
    return password.equals(target.properties().getProperty("password"))
        ? null
        : new SQLException("password authentication failed for " + target.user(), "28P01");
  }

  SelfReport report(FakeSession session, HostAddress asked) throws SQLException {
    lock.lock();
    try {
      boolean application = session.purpose() == Purpose.APPLICATION;
      checks += application ? 1 : 0;
      arrive(session, application ? "check" : "probe");
      Term shown = role == Role.WRITER ? new Term(term) : Term.NONE;
      return new SelfReport(asked, role, shown, database, session.instance(), Instant.now());
    } finally {
      lock.unlock();
    }
  }

  void execute(FakeSession session, String text) throws SQLException {
    lock.lock();
    try {
      if (!session.isCut()) {
        executed.add(text);
      }
      arrive(session, text);
    } finally {
      lock.unlock();
    }
  }

  /** A round trip. */
  void arrive(FakeSession session, String text) throws SQLException {
    lock.lock();
    try {
      Act act = session.isCut() ? null : acts.remove(text);
      if (act != null) {
        act.on(session);
      }
      awaitAnswer(session, session.readTimeout());
    } finally {
      lock.unlock();
    }
  }

  private void awaitAnswer(FakeSession session, int millis) throws SQLException {
    long left = millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    session.wire().waitBegins();
    try {
      while (frozen && !session.isCut() && left > 0) {
        left = waitFor(left);
      }
    } finally {
      session.wire().waitEnds(!frozen);
    }
    if (frozen && !session.isCut()) {
      session.cut();
      throw new SQLException("no answer", "08006", new SocketTimeoutException("timed out"));
    }
    session.check(dead);
  }

  void watch(FakeSession session, Duration atMost) throws SQLException {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (!session.isCut() && left > 0) {
        left = waitFor(left);
      }
      session.check(false);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the loop is around the call
  private long waitFor(long nanos) throws SQLException {
    try {
      return changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted in the driver", "08006", e);
    }
  }

  /** Something about a session changed, from outside. */
  void notice(Runnable change) {
    change(change);
  }
}
