package io.swiveljdbc.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to the cluster: servers that report one database, each counted once however many
 * names it has.
 *
 * @param servers the servers, each with its standing
 * @param database the identity of the cluster's database
 * @param afresh whether the database behind the names is another one than before
 */
record Membership(List<Server> servers, @Nullable String database, boolean afresh) {

  static Membership of(Topology before, List<Server> servers, Observation observation) {
    boolean known = before.settled() && before.database() != null;
    @Nullable String database = known ? before.database() : plurality(servers);
    List<Server> judged = judge(before, servers, database);
    if (known && shows(observation, database)) {
      judged.replaceAll(server -> apart(server, database));
    }
    @Nullable String rebuilt = before.settled() ? rebuiltDatabase(judged) : null;
    if (rebuilt == null) {
      // Before all have answered, the majority may turn out to be of another database.
      boolean turned = before.database() != null && !before.database().equals(database);
      return new Membership(judged, database, turned);
    }
    List<Server> members = new ArrayList<>(judged);
    members.replaceAll(server -> judgedAnew(before, server, rebuilt));
    return new Membership(members, rebuilt, true);
  }

  /** The database that most servers report; among equals the one named first in the URL. */
  private static @Nullable String plurality(List<Server> servers) {
    Map<String, Integer> votes = new HashMap<>();
    servers.forEach(server -> count(votes, server.database()));
    @Nullable String best = null;
    for (Server server : servers) {
      @Nullable String database = server.database();
      if (database != null && (best == null || votes(votes, database) > votes(votes, best))) {
        best = database;
      }
    }
    return best;
  }

  private static void count(Map<String, Integer> votes, @Nullable String database) {
    if (database != null) {
      votes.merge(database, 1, Integer::sum);
    }
  }

  private static int votes(Map<String, Integer> votes, String database) {
    return votes.getOrDefault(database, 0);
  }

  private static List<Server> judge(
      Topology before, List<Server> servers, @Nullable String database) {
    Map<String, HostAddress> firstNames = namesInUse(before, servers);
    List<Server> judged = new ArrayList<>();
    for (Server server : servers) {
      if (server.health() != Health.UP || server.instance() == null) {
        judged.add(server);
      } else if (isForeign(server, database)) {
        judged.add(foreign(before, server, database));
      } else {
        HostAddress first = firstNames.computeIfAbsent(server.instance(), i -> server.address());
        judged.add(
            first.equals(server.address()) ? resident(before, server) : alias(server, first));
      }
    }
    return judged;
  }

  private static boolean shows(Observation observation, @Nullable String database) {
    return observation instanceof SelfReport report && Objects.equals(report.database(), database);
  }

  /**
   * A group that was bootstrapped beside the living one does not become the present one for that
   * the other is not reached later.
   */
  private static Server apart(Server server, @Nullable String database) {
    if (server.standing() != Standing.REBUILT || !server.self().elected()) {
      return server;
    }
    return server.health() == Health.UP
        ? foreign(server, Standing.APART, database)
        : server.withStanding(Standing.APART, server.problem());
  }

  private static Server judgedAnew(Topology before, Server server, String rebuilt) {
    if (rebuilt.equals(server.database())) {
      return server.withStanding(Standing.MEMBER, null);
    }
    return answers(server) && isForeign(server, rebuilt)
        ? foreign(before, server, rebuilt)
        : server;
  }

  private static boolean isForeign(Server server, @Nullable String database) {
    return server.database() != null && !server.database().equals(database);
  }

  /**
   * The names under which servers are used. One stays in use while its server is suspected, and
   * when a name that stands before it in the URL comes back.
   */
  private static Map<String, HostAddress> namesInUse(Topology before, List<Server> servers) {
    Map<String, HostAddress> names = new HashMap<>();
    for (Server server : servers) {
      if (before.settled() && answers(server) && server.role() != Role.UNKNOWN) {
        @Nullable String instance = server.instance();
        if (instance != null) {
          names.putIfAbsent(instance, server.address());
        }
      }
    }
    return names;
  }

  private static Server resident(Topology before, Server server) {
    return server.standing() == Standing.DEPOSED
            || server.standing() == Standing.BEHIND
            || diverged(before, server)
        ? server
        : server.withStanding(Standing.MEMBER, null);
  }

  /** A history does not become another one while the process runs and calls itself a reader. */
  private static boolean diverged(Topology before, Server server) {
    return server.standing() == Standing.DIVERGED
        && server.claim() == Role.READER
        && before
            .server(server.address())
            .map(then -> Objects.equals(then.instance(), server.instance()))
            .orElse(false);
  }

  private static Server alias(Server server, HostAddress first) {
    return server.withStanding(Standing.ALIAS, "is the same server as " + first);
  }

  private static Server foreign(Topology before, Server server, @Nullable String database) {
    return foreign(server, foreignStanding(before, server, database), database);
  }

  private static Server foreign(Server server, Standing standing, @Nullable String database) {
    return server.withStanding(
        standing,
        "belongs to another database cluster (identity %s, not %s%s)"
            .formatted(
                server.database(),
                database,
                standing == Standing.APART ? ", which others have shown beside it" : ""));
  }

  private static Standing foreignStanding(
      Topology before, Server server, @Nullable String database) {
    @Nullable Server then = before.server(server.address()).orElse(null);
    if (!before.settled() || then == null) {
      return Standing.STRANGER;
    }
    if (server.standing() == Standing.APART && Objects.equals(then.database(), server.database())) {
      return Standing.APART;
    }
    boolean wasMember =
        server.standing().changedDatabase()
            || then.standing().hasPart()
            || Objects.equals(then.database(), database);
    return wasMember ? Standing.REBUILT : Standing.STRANGER;
  }

  /**
   * The database that every former member that answers reports now, if all do, it is one, and no
   * other was seen beside it; or that a majority of all former members report, though others answer
   * still.
   */
  private static @Nullable String rebuiltDatabase(List<Server> servers) {
    @Nullable String common = null;
    boolean all = true;
    int members = 0;
    Map<String, Set<String>> instances = new HashMap<>();
    for (Server server : servers) {
      boolean rebuilt = server.standing().changedDatabase();
      members += rebuilt || server.standing().hasPart() ? 1 : 0;
      @Nullable String database = server.database();
      if (!answers(server) || server.standing() == Standing.STRANGER || database == null) {
        continue;
      }
      all &= server.standing() == Standing.REBUILT && (common == null || common.equals(database));
      common = database;
      if (rebuilt) {
        instances.computeIfAbsent(database, d -> new HashSet<>()).add(instance(server));
      }
    }
    int majority = members / 2 + 1;
    return instances.entrySet().stream()
        .filter(shown -> shown.getValue().size() >= majority)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(all ? common : null);
  }

  private static boolean answers(Server server) {
    return server.health() == Health.UP || server.health() == Health.SUSPECT;
  }

  private static String instance(Server server) {
    return Objects.requireNonNullElse(server.instance(), "");
  }
}
