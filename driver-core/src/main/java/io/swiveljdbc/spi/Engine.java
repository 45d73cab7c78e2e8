package io.swiveljdbc.spi;

import io.swiveljdbc.sql.Dialect;
import io.swiveljdbc.sql.SqlStatement;
import io.swiveljdbc.topology.HostAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One database family: its target driver, what its errors mean, and what its sessions are.
 *
 * <p>Found by {@link java.util.ServiceLoader}. An engine holds no state of a cluster and may be
 * asked from any thread.
 */
public interface Engine {

  /** What stands behind {@code jdbc:swivel:} in its URLs. */
  String kind();

  /** What may stand there too, in URLs that the target driver reads in another way. */
  default Set<String> furtherKinds() {
    return Set.of();
  }

  /**
   * Reads a URL with the target driver's own parser.
   *
   * @param url the target driver's URL, several hosts allowed
   * @param info the properties given beside it; where both say something, the target driver decides
   * @throws SQLException with SQLState 08001 when the URL cannot be understood, or when the target
   *     driver is not on the class path
   */
  Target parse(String url, Properties info) throws SQLException;

  /** The target driver's URL for one host, without user, password or any other property. */
  String url(Target target, HostAddress address);

  /**
   * Opens a connection to exactly one host.
   *
   * @param purpose what for; a probe has short timeouts of its own and takes none of the
   *     application's session settings
   * @param wire takes the socket under control, and bounds the time of the login
   * @throws SQLException as the target driver throws it
   */
  Connection connect(Target target, HostAddress address, Purpose purpose, Wire wire)
      throws SQLException;

  /** What a connection is for. */
  enum Purpose {
    /** The application's statements. */
    APPLICATION,
    /** A monitor's question, in a session of its own. */
    PROBE
  }

  /**
   * The kinds of clusters of this family, the most particular first; the last takes any. Asked once
   * for each cluster: one that remembers what servers said is to be a new one each time.
   */
  List<Discovery> discoveries();

  /** What an exception of the target driver means. */
  FailureKind classify(SQLException failure);

  /**
   * Whether the server has a transaction open for this session, without a round trip.
   *
   * @throws SQLException when the target driver cannot tell
   */
  boolean inTransaction(Connection connection) throws SQLException;

  /**
   * Whether the server commits each statement of this session by itself, as it has said with the
   * answer to the last one; where it does not say so, what is thought.
   *
   * @throws SQLException when the target driver cannot tell
   */
  default boolean inAutoCommit(Connection connection, boolean thought) throws SQLException {
    return thought;
  }

  /**
   * Whether the open transaction of this session has failed at the server, so that its end, however
   * it is asked for, certainly rolls it back; without a round trip, also after the session is lost.
   *
   * @throws SQLException when the target driver cannot tell
   */
  default boolean transactionFailed(Connection connection) throws SQLException {
    return false;
  }

  /**
   * Whether a reader can run a transaction of this isolation; where it cannot, a read-only one runs
   * on the writer.
   *
   * @param isolation as in {@link Connection#setTransactionIsolation}
   */
  default boolean readersServe(int isolation) {
    return true;
  }

  /** Whether the target driver takes this fetch size; some have a negative one for streaming. */
  default boolean takesFetchSize(int rows) {
    return rows >= 0;
  }

  /** Whether a session can go to another catalog; where it cannot, drivers ignore the wish. */
  default boolean switchesCatalogs() {
    return true;
  }

  /**
   * Whether the target driver takes an isolation while a transaction is open, for those behind it.
   */
  default boolean takesIsolationMidway() {
    return false;
  }

  /**
   * How long opening a connection may take, by a property of the target driver's own, zero for no
   * limit; by default what {@link java.sql.DriverManager} was told.
   */
  default Duration loginTimeout(Target target) {
    return Duration.ofSeconds(DriverManager.getLoginTimeout());
  }

  /** Whether a new connection is read-only, by a property of the target driver's own. */
  default boolean startsReadOnly(Target target) {
    return false;
  }

  /**
   * Whether the target driver takes the session for read-only, without a round trip.
   *
   * @throws SQLException as the target driver throws it
   */
  default boolean isReadOnly(Connection connection) throws SQLException {
    return connection.isReadOnly();
  }

  /**
   * Whether the target driver has the server refuse writes in a transaction that it begins after
   * {@link Connection#setReadOnly}, so that its end certainly changes nothing.
   */
  default boolean enforcesReadOnly(Target target) {
    return true;
  }

  /**
   * Whether the server behind this session, which was opened to a reader, would take its writes if
   * the session itself did not refuse them. The server is asked, where readers can be such.
   *
   * @throws SQLException when it does not tell
   */
  default boolean takesWrites(Connection connection) throws SQLException {
    return false;
  }

  /**
   * Waits in a read of the connection's socket, so that its end is noticed at once.
   *
   * @param wire as it was given to {@link #connect}
   * @return false when the target driver cannot do this; the caller then waits elsewhere
   * @throws SQLException when the connection breaks
   */
  boolean watch(Connection connection, Wire wire, Duration atMost) throws SQLException;

  /** Whether another thread may ask over a connection while one is in {@link #watch}. */
  default boolean answersWhileWatched() {
    return false;
  }

  /** How this family's SQL text is read. */
  Dialect dialect();

  /**
   * What a statement changes in its session when it succeeds, in order; empty for most. The
   * transaction's own end is no part of it.
   *
   * <p>What functions do inside the server cannot be known. Those that are there to change the
   * session are; all others are taken to be harmless.
   */
  default List<SessionEffect> effects(SqlStatement statement) {
    return List.of();
  }

  /**
   * The setting that a function call changed.
   *
   * @param name of the setting
   * @param value its value
   */
  default Setting setting(String name, String value) {
    throw new UnsupportedOperationException("no function of " + kind() + " changes a setting");
  }

  /**
   * The settings that a session has now under these names, for which its server is asked.
   *
   * @throws SQLException when the server does not tell
   */
  default List<Setting> settings(Connection connection, List<String> names) throws SQLException {
    throw new UnsupportedOperationException("no text of " + kind() + " computes a setting");
  }

  /**
   * A setting whose value is not known: its {@link Setting#assign} is empty, and everything else as
   * it is with any value.
   */
  default Setting untold(String name) {
    throw new UnsupportedOperationException("no text of " + kind() + " computes a setting");
  }

  /**
   * The setting to which a parameter has given this value; nothing where only the server can tell
   * what it has made of it.
   *
   * @param value null for what is no plain value
   */
  default Optional<Setting> setting(String name, @Nullable Object value) {
    return Optional.empty();
  }

  /** Whether a rollback takes back what SQL text has set in its transaction. */
  default boolean undoesSettings() {
    return true;
  }

  /**
   * The isolation that sessions have by a setting of {@link Setting.Covers#ISOLATION}, as in {@link
   * Connection#setTransactionIsolation}.
   */
  default int isolation(Setting setting) {
    throw new UnsupportedOperationException("no SQL text of " + kind() + " sets the isolation");
  }

  /**
   * The SQL text that does all that the target driver's setter does, so that it can go to the
   * server together with others; an empty one where nothing is to be done.
   *
   * @return nothing where the setter is to be called: it keeps to itself what it was told, or
   *     refuses it
   */
  default Optional<String> textFor(JdbcSetting setting) {
    return Optional.empty();
  }

  /**
   * As few texts as can be that set what these set, each in one round trip; of each all is set, or
   * nothing.
   */
  default List<String> together(List<String> texts) {
    return List.of(String.join(";\n", texts));
  }

  /**
   * The settings of one session in which another differs, as far as servers report them by
   * themselves whenever they change; found without a round trip, also where the one is lost.
   *
   * @throws SQLException when the target driver cannot tell
   */
  default List<Setting> differences(Connection from, Connection to) throws SQLException {
    return List.of();
  }
}
