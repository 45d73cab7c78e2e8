package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.cluster.Tenure;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.testing.FakeSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is old is replaced while its logical connection lies in a pool above. */
@Timeout(20)
class RenewalTest {

  private final TwoServers two = new TwoServers("maxLifetime", "100ms");
  private Connection connection;

  @BeforeEach
  void aConnectionThatWasUsed() throws SQLException {
    connection = two.open();
    execute(connection, "INSERT 1");
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    two.close();
  }

  private static void execute(Connection on, String text) throws SQLException {
    try (Statement statement = on.createStatement()) {
      statement.executeUpdate(text);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private List<FakeSession> sessions() {
    return two.a.sessions(Purpose.APPLICATION);
  }

  private FakeSession session() {
    assertThat(sessions()).hasSize(1);
    return sessions().get(0);
  }

  private void giveBack() throws SQLException {
    connection.clearWarnings();
  }

  private void awaitRenewed(FakeSession old) throws InterruptedException {
    await(() -> old.ended() && sessions().size() == 1);
  }

  @Test
  void itsNextTransactionRunsOnTheNewOneWithAllThatWasSet() throws Exception {
    FakeSession old = session();
    try (PreparedStatement prepared = connection.prepareStatement("INSERT 2")) {
      prepared.executeUpdate();
      connection.setSchema("other");
      execute(connection, "INSERT 3");
      giveBack();
      awaitRenewed(old);
      int logins = two.a.connects(Purpose.APPLICATION);
      prepared.executeUpdate();
      assertThat(session().executed()).containsExactly("SET search_path", "INSERT 2");
      assertThat(two.a.connects(Purpose.APPLICATION)).isEqualTo(logins);
    }
  }

  @Test
  void oneThatNobodyHasBorrowedYetIsReplacedToo() throws Exception {
    try (TwoServers others = new TwoServers("maxLifetime", "100ms");
        Connection unused = others.open()) {
      FakeSession first = others.a.sessions(Purpose.APPLICATION).get(0);
      await(first::ended);
      execute(unused, "INSERT 1");
      assertThat(others.a.executed()).containsExactly("INSERT 1");
    }
  }

  @Test
  void whoBorrowsWhileItIsOpenedWaitsForNoLogin() throws Exception {
    FakeSession old = session();
    two.a.slowLogins(Duration.ofMillis(400));
    giveBack();
    int logins = two.a.connects(Purpose.APPLICATION);
    await(() -> two.a.connects(Purpose.APPLICATION) > logins);
    execute(connection, "INSERT 2");
    assertThat(old.executed()).containsExactly("INSERT 1", "INSERT 2");
    assertThat(two.a.connects(Purpose.APPLICATION)).isEqualTo(logins + 1);
    await(() -> sessions().equals(List.of(old))); // the other was not needed
  }

  @Test
  void ofOneThatIsClosedWhileItIsOpenedNothingIsLeft() throws Exception {
    two.a.slowLogins(Duration.ofMillis(200));
    giveBack();
    int logins = two.a.connects(Purpose.APPLICATION);
    await(() -> two.a.connects(Purpose.APPLICATION) > logins);
    connection.close();
    await(() -> sessions().isEmpty());
  }

  @Test
  void oneThatCannotBeReplacedStays() throws Exception {
    FakeSession old = session();
    two.a.refuseLogins(new SQLException("too many connections", "53300"));
    giveBack();
    int logins = two.a.connects(Purpose.APPLICATION);
    await(() -> two.a.connects(Purpose.APPLICATION) > logins);
    execute(connection, "INSERT 2");
    assertThat(old.executed()).containsExactly("INSERT 1", "INSERT 2");
    assertThat(old.ended()).isFalse();
  }

  @Test
  void neitherIsOneThatIsPinnedNorOneThatIsReadFrom() throws Exception {
    try (Connection pinned = two.open();
        Connection read = two.open();
        Statement statement = read.createStatement()) {
      execute(pinned, "INSERT pinned");
      pinned.unwrap(SwivelConnection.class).pin();
      ResultSet rows = statement.executeQuery("SELECT read");
      List<FakeSession> kept =
          sessions().stream().filter(s -> !hasExecuted(s, "INSERT 1")).toList();
      FakeSession old =
          sessions().stream().filter(s -> !kept.contains(s)).findFirst().orElseThrow();
      pinned.clearWarnings();
      read.clearWarnings();
      giveBack();
      await(() -> old.ended() && sessions().size() == 3);
      FakeSession second =
          sessions().stream().filter(s -> !kept.contains(s)).findFirst().orElseThrow();
      await(second::ended); // a second later there was time for the others too
      assertThat(kept).hasSize(2).noneMatch(FakeSession::ended);
      assertThat(rows.next()).isTrue();
      rows.close();
    }
  }

  private static boolean hasExecuted(FakeSession session, String text) {
    return session.executed().contains(text);
  }

  @Test
  void oneThatIsPinnedCountsForThoseThatStay() throws Exception {
    FakeSession old = session();
    SwivelConnection swivel = connection.unwrap(SwivelConnection.class);
    swivel.pin();
    Tenure tenure = swivel.unwrap(RoutedConnection.class).session().held().orElseThrow().tenure();
    await(tenure::isOver);
    execute(connection, "INSERT 2");
    assertThat(tenure.isOver()).isFalse();
    assertThat(session()).isSameAs(old);
  }
}
