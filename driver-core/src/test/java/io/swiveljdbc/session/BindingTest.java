package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.testing.FakeServers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When physical connections are opened, waited for and let go. */
@Timeout(20)
class BindingTest {

  private TwoServers two = new TwoServers();

  @AfterEach
  void close() {
    two.close();
  }

  /** JDBC lets threads share a connection; each once opened its own and closed the others'. */
  @Test
  void threads_that_share_a_connection_bind_it_once() throws Exception {
    int threads = 4;
    try (Connection first = two.open();
        Connection shared = two.open()) {
      int before = two.a.connects(Purpose.APPLICATION);
      CyclicBarrier together = new CyclicBarrier(threads);
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          all.add(
              pool.submit(
                  () -> {
                    together.await(5, TimeUnit.SECONDS);
                    return shared.createStatement().executeUpdate("INSERT 1");
                  }));
        }
        for (Future<Integer> one : all) {
          one.get(5, TimeUnit.SECONDS);
        }
      } finally {
        pool.shutdownNow();
      }
      assertThat(two.a.connects(Purpose.APPLICATION) - before).isEqualTo(1);
      assertThat(first.isClosed()).isFalse();
    }
  }

  @Test
  void an_aborted_connection_is_counted_no_more_though_it_is_never_closed() throws Exception {
    Connection connection = two.open();
    assertThat(two.cluster().connections().count(two.a.address())).isEqualTo(1);
    connection.abort(Runnable::run);
    assertThat(two.cluster().connections().count(two.a.address())).isZero();
  }

  @Test
  void a_name_that_leads_to_another_machine_is_noticed_by_who_connects_and_by_the_monitor()
      throws Exception {
    two.close();
    two = new TwoServers("probeInterval", "100ms");
    try (Connection first = two.open();
        Connection second = two.open()) {
      first.createStatement().executeUpdate("INSERT 1");
      int probes = two.a.connects(Purpose.PROBE);
      two.a.move();
      second.createStatement().executeUpdate("INSERT 2");

      while (two.a.connects(Purpose.PROBE) == probes) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      assertThat(two.cluster().topology().server(two.a.address()).orElseThrow().instance())
          .isEqualTo("a/2");
      first.createStatement().executeUpdate("INSERT 3");
      assertThat(TwoServers.open(two.a)).isEqualTo(2);
    }
  }

  @Test
  void the_first_connection_of_a_login_connects_at_once_and_later_ones_when_they_need_to()
      throws Exception {
    try (Connection first = two.open();
        Connection second = two.open()) {
      assertThat(two.a.connects(Purpose.APPLICATION)).isEqualTo(1);
      second.setAutoCommit(false);
      second.createStatement();
      second.commit();
      assertThat(two.a.connects(Purpose.APPLICATION)).isEqualTo(1);
      second.createStatement().executeUpdate("INSERT 1");
      assertThat(two.a.connects(Purpose.APPLICATION)).isEqualTo(2);
      assertThat(first.isValid(1)).isTrue();
    }
  }

  @Test
  void a_wrong_password_is_refused_though_another_user_of_it_got_in() throws Exception {
    FakeServers.Login wrong = new FakeServers.Login("shop", "wrong");
    try (Connection connection = two.open()) {
      assertThatThrownBy(() -> two.open(wrong)).hasFieldOrPropertyWithValue("SQLState", "28P01");
      connection.createStatement().executeUpdate("INSERT 1");
    }
  }

  @Test
  void a_changed_password_is_taken_up_by_connections_opened_with_the_old_one() throws Exception {
    FakeServers.Login changed = new FakeServers.Login("shop", "n3w");
    try (Connection old = two.open()) {
      two.a.changePassword("n3w");
      two.b.changePassword("n3w");
      try (Connection fresh = two.open(changed)) {
        fresh.createStatement().executeUpdate("INSERT 1");
        old.setReadOnly(true);
        old.createStatement().executeQuery("SELECT 1");
        assertThat(two.b.executed()).containsExactly("SELECT 1");
      }
    }
  }

  @Test
  void a_login_refused_by_all_fit_servers_fails_at_once_with_the_refusal_as_cause()
      throws Exception {
    try (Connection first = two.open();
        Connection second = two.open()) {
      two.a.refuseLogins(new SQLException("password expired", "28P01"));

      assertThatThrownBy(() -> second.createStatement().executeUpdate("INSERT 1"))
          .hasFieldOrPropertyWithValue("SQLState", "08001")
          .hasMessageContaining("shop")
          .hasMessageNotContaining("s3cret")
          .cause()
          .hasFieldOrPropertyWithValue("SQLState", "28P01");
      first.createStatement().executeUpdate("INSERT 1");
    }
  }

  @Test
  void an_open_result_keeps_its_connection_until_it_or_the_logical_one_is_closed()
      throws Exception {
    Connection connection = two.open();
    ResultSet rows = connection.createStatement().executeQuery("SELECT 1");
    two.a.becomeReader();
    two.awaitKnown(topology -> topology.writer().isEmpty());
    two.b.becomeWriter(2);
    two.awaitKnown(topology -> topology.writer().isPresent());

    connection.createStatement().executeUpdate("INSERT 1");

    assertThat(two.b.executed()).containsExactly("INSERT 1");
    assertThat(rows.next()).isTrue();
    assertThat(TwoServers.open(two.a)).isEqualTo(1);
    connection.close();
    assertThat(TwoServers.open(two.a)).isZero();
    assertThat(TwoServers.open(two.b)).isZero();
  }

  @Test
  void a_session_lost_elsewhere_makes_a_connection_be_asked_before_it_is_used() throws Exception {
    try (Connection one = two.open();
        Connection other = two.open()) {
      other.createStatement().executeUpdate("INSERT 1");
      two.a.endSessions(Purpose.APPLICATION);
      assertThatThrownBy(() -> one.createStatement().executeUpdate("INSERT 2"))
          .hasFieldOrPropertyWithValue("SQLState", "08007");

      other.createStatement().executeUpdate("INSERT 3");

      assertThat(two.a.executed()).containsExactly("INSERT 1", "INSERT 3");
    }
  }

  @Test
  void a_validation_never_drains_a_pool_while_another_server_takes_over() throws Exception {
    try (Connection connection = two.open()) {
      two.failOver();

      assertThat(connection.isValid(5)).isTrue();
      assertThat(connection.isValid(0)).isTrue();
      connection.createStatement().executeUpdate("INSERT 1");
      assertThat(two.b.executed()).containsExactly("INSERT 1");
      assertThatThrownBy(() -> connection.isValid(-1)).isInstanceOf(SQLException.class);
    }
  }
}
