package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Clusters;
import io.swiveljdbc.cluster.Deadline;
import io.swiveljdbc.option.Options;
import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.testing.FakeServer;
import io.swiveljdbc.testing.FakeServers;
import io.swiveljdbc.testing.FakeSession;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** A cluster of a writer and a reader for one test, and what can happen to them. */
final class TwoServers implements AutoCloseable {

  final FakeServers servers = FakeServers.of("a", "b");
  final FakeServer a = servers.get("a");
  final FakeServer b = servers.get("b");
  private final Clusters clusters = new Clusters();
  private final Options options;
  private final Clusters.Lease kept;

  TwoServers(String... options) {
    this.options = FakeServers.options(options);
    kept = clusters.lease(servers.engine(), servers.target(), Timings.of(this.options));
  }

  Connection open() throws SQLException {
    return open(FakeServers.Login.GOOD);
  }

  Connection open(FakeServers.Login login) throws SQLException {
    return new ConnectionOpener(clusters).open(servers.engine(), servers.target(login), options);
  }

  /** Inner pools; the caller closes them. */
  PooledLogin pooled() {
    return new ConnectionOpener(clusters).pooled(servers.engine(), servers.target(), options);
  }

  /** The writer dies with this text in flight, and the reader takes its place. */
  void dieOn(String text) {
    a.when(text, session -> failOver());
  }

  /** Only the session that sends this text ends. */
  static void endSessionOn(FakeServer server, String text) {
    server.when(text, FakeSession::cut);
  }

  void failOver() {
    a.kill();
    b.becomeWriter(2);
  }

  /** Waits until the cluster knows that a server is not fit. */
  void awaitUnfit(FakeServer server) throws InterruptedException {
    awaitKnown(topology -> topology.server(server.address()).map(s -> !s.fit()).orElse(true));
  }

  void awaitKnown(Predicate<Topology> known) throws InterruptedException {
    List<Server> found =
        kept.cluster()
            .await(
                topology -> known.test(topology) ? topology.servers() : List.of(),
                Deadline.after(Duration.ofSeconds(10)),
                () -> false);
    assertThat(found).as("%s", kept.cluster().topology()).isNotEmpty();
  }

  Cluster cluster() {
    return kept.cluster();
  }

  /** What is left open at a server. */
  static long open(FakeServer server) {
    return server.sessions(Purpose.APPLICATION).size();
  }

  @Override
  public void close() {
    kept.close();
  }
}
