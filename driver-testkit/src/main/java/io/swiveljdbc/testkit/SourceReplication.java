package io.swiveljdbc.testkit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Replication from a source to replicas by GTIDs, semi-synchronous if wanted, as MySQL and MariaDB
 * both have it. They differ in how a place in the history is told, in what a setting survives, and
 * in what becomes of a server that cannot follow.
 *
 * @param <P> how far a server is in the history
 */
abstract class SourceReplication<P> implements Replication<MysqlServer> {
  static final Duration BOUND = Duration.ofSeconds(20);
  private static final Duration RESUMING = Duration.ofSeconds(3);
  private static final Duration ACKNOWLEDGED = Duration.ofSeconds(3);

  private final MysqlInstallation installation;
  private final boolean synchronous;

  SourceReplication(MysqlInstallation installation) {
    this.installation = installation;
    this.synchronous = installation.plan().waitsForReaders();
  }

  /** What each server is told when it may wait for acknowledgements some day. */
  abstract Map<String, String> semiSynchronous();

  /** Executed, or waiting for that. */
  abstract P received(MysqlServer replica);

  abstract P executed(MysqlServer server);

  /** Whether a replica's place is beyond another's; both have it from one source. */
  abstract boolean isBeyond(P place, P other, MysqlServer replica);

  abstract void awaitExecuted(MysqlServer replica, P place);

  /** Whether a server has executed nothing that another has not. */
  abstract boolean isPart(MysqlServer server, MysqlServer of);

  /** The statement that has a replica turn to a source. */
  abstract String turnTo(MysqlServer source);

  /** Whether a replica receives and executes what comes from this source. */
  abstract boolean follows(MysqlServer replica, MysqlServer source);

  /** Has a replica receive and execute nothing any more. */
  abstract void stop(MysqlServer replica);

  /** For now, and for when it is started again. */
  abstract void setReadOnly(MysqlServer server, boolean readOnly);

  /** Whether a commit waits for a replica's acknowledgement; kept in the same way. */
  abstract void setWaiting(MysqlServer server, boolean waiting);

  /** Has a server that does not run be a replica at its next start. */
  abstract void forgetRole(MysqlServer server);

  /** Makes a server one that can follow a source, if it is none; both run. */
  abstract void mend(MysqlServer server, MysqlServer source);

  final MysqlInstallation installation() {
    return installation;
  }

  final boolean isSynchronous() {
    return synchronous;
  }

  @Override
  public final MysqlServer create(int number) {
    return installation.server(number, synchronous ? semiSynchronous() : Map.of());
  }

  @Override
  public final void form(MysqlServer source, List<MysqlServer> replicas) {
    List<MysqlServer> all = Stream.concat(Stream.of(source), replicas.stream()).toList();
    Threads.forEach(
        all,
        server -> {
          installation.prepare(server);
          server.start();
        });
    takeWrites(source);
    Threads.forEach(replicas, replica -> followAtOnce(replica, source));
  }

  @Override
  public final MysqlServer elect(List<MysqlServer> replicas) {
    // First nobody receives any more: from then on the old source, should it still live, gets no
    // acknowledgement, and what has been received no longer changes while it is compared.
    Threads.forEach(replicas, SourceReplication::stopReceiving);
    MysqlServer best = replicas.get(0);
    P most = received(best);
    for (MysqlServer replica : replicas) {
      P received = received(replica);
      if (isBeyond(received, most, replica)) {
        best = replica;
        most = received;
      }
    }
    return best;
  }

  @Override
  public final void promote(MysqlServer replica) {
    stopReceiving(replica);
    awaitExecuted(replica, received(replica));
    stop(replica);
    execute(replica, "RESET REPLICA ALL");
    takeWrites(replica);
  }

  @Override
  public final void follow(MysqlServer replica, MysqlServer source) {
    if (follows(replica, source)) {
      // Left alone: a source hears the acknowledgements of a new connection only after up to 1 s.
      return;
    }
    stop(replica);
    execute(replica, turnTo(source), "START REPLICA");
  }

  /**
   * What there is to say of any source.
   *
   * @param word with which the names of all this begin
   */
  static String address(String word, MysqlServer source) {
    return String.join(
        ", ",
        word + "_HOST = '" + source.machine().host() + "'",
        word + "_PORT = " + source.directPort(),
        word + "_USER = '" + MysqlSettings.REPLICATION_USER + "'",
        word + "_PASSWORD = '" + MysqlSettings.REPLICATION_PASSWORD + "'",
        word + "_CONNECT_RETRY = 1",
        word + "_HEARTBEAT_PERIOD = 1");
  }

  @Override
  public final void resume(MysqlServer replica, MysqlServer source) {
    follow(replica, source);
    awaitFollowing(replica, source, RESUMING);
  }

  private void followAtOnce(MysqlServer replica, MysqlServer source) {
    follow(replica, source);
    awaitFollowing(replica, source, BOUND);
  }

  private void awaitFollowing(MysqlServer replica, MysqlServer source, Duration bound) {
    Await.until(
        replica.name() + " follows " + source.name(), bound, () -> follows(replica, source));
    // MySQL lets a replica follow a source whose history is not its own; a source of MariaDB's says
    // only a moment later that it does not know where the replica stands. A replica may also have
    // executed what its source still waits for the acknowledgement of.
    Await.until(
        replica.name() + " has no transactions that " + source.name() + " has not",
        ACKNOWLEDGED,
        () -> isPart(replica, source));
  }

  @Override
  public final void awaitReplayed(MysqlServer replica, MysqlServer source) {
    awaitExecuted(replica, executed(source));
  }

  @Override
  public final void handOver(MysqlServer source, MysqlServer successor) {
    setReadOnly(source, true);
    awaitReplayed(successor, source);
  }

  @Override
  public final void stepBack(MysqlServer former, MysqlServer source) {
    if (synchronous) {
      // Now that nobody waits for it any more: it takes up to a second.
      setWaiting(former, false);
    }
    followAtOnce(former, source);
  }

  @Override
  public void renew(MysqlServer server, MysqlServer source) {
    server.process().end();
    forgetRole(server);
    if (!server.data().isPrepared()) {
      installation.prepare(server);
    }
    server.start();
    mend(server, source);
    followAtOnce(server, source);
  }

  private void takeWrites(MysqlServer server) {
    if (synchronous) {
      // On the source alone: a replica's applier would wait for acknowledgements of its own.
      setWaiting(server, true);
    }
    setReadOnly(server, false);
  }

  static void stopReceiving(MysqlServer replica) {
    execute(replica, "STOP REPLICA IO_THREAD");
  }

  static void execute(MysqlServer server, String... statements) {
    try (Superuser superuser = server.superuser()) {
      List.of(statements).forEach(superuser::execute);
    }
  }
}
