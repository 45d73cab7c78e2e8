package io.swiveljdbc.topology;

import java.time.Duration;
import java.time.Instant;

/**
 * A connection to a server broke, or could not be made.
 *
 * @param address the server
 * @param openedAt the topology version at which the connection was opened or the attempt begun; a
 *     failure of a stale connection changes nothing
 * @param kind what broke
 * @param reason what the driver or the server said, without secrets
 * @param at when it was seen
 */
public record Failure(HostAddress address, long openedAt, Kind kind, String reason, Instant at)
    implements Observation {

  /** A server from which nothing was heard for a time, although it was asked. */
  public static Failure unheard(HostAddress address, long version, Duration time) {
    String reason = "no answer for " + time.toMillis() + " ms";
    return new Failure(address, version, Kind.UNREACHABLE, reason, Instant.now());
  }

  /** What broke, and so what it proves. */
  public enum Kind {
    /** A session ended that should not have: a suspicion, since a server can end one session. */
    SESSION_LOST("a session was lost on ") {
      @Override
      Server applyTo(Server server, String reason, long version) {
        return server.health() == Health.UP
            ? server.withHealth(Health.SUSPECT, reason).withDoubtedAt(version)
            : server;
      }
    },
    /** A new connection was refused or not answered: the server is down. */
    UNREACHABLE("a new connection failed to ") {
      @Override
      Server applyTo(Server server, String reason, long version) {
        return server.withHealth(Health.DOWN, reason);
      }
    },
    /** The server answered that it takes no session yet, or none any more: what it has goes on. */
    NOT_READY("no new session is taken by ") {
      @Override
      Server applyTo(Server server, String reason, long version) {
        return server.withHealth(Health.REFUSING, reason);
      }
    },
    /** The server answered that it does not let us in: it lives, and says nothing of its role. */
    LOGIN_REFUSED("a login was refused by ") {
      @Override
      Server applyTo(Server server, String reason, long version) {
        boolean proven = server.health() == Health.UP || server.health() == Health.SUSPECT;
        return proven
            ? server.withHealth(Health.UP, null)
            : server.withHealth(Health.REFUSING, reason);
      }
    };

    private final String what;

    Kind(String what) {
      this.what = what;
    }

    abstract Server applyTo(Server server, String reason, long version);
  }

  @Override
  public String why() {
    return kind.what + address;
  }

  @Override
  public Topology applyTo(Topology before) {
    return before
        .server(address)
        .filter(server -> openedAt >= server.since())
        .map(server -> kind.applyTo(server, reason, before.version() + 1))
        .map(server -> Election.decide(before, before.replaced(server), this))
        .orElse(before);
  }
}
