package io.swiveljdbc.postgres;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;

/** Makes one server refuse what the others accept, by its own host-based authentication file. */
final class PasswordFile {

  private PasswordFile() {}

  static void refuseEveryone(PostgresCluster cluster, PostgresServer server) {
    cluster.execute(
        server,
        "COPY (SELECT 'host all postgres 127.0.0.1/32 trust' UNION ALL SELECT"
            + " 'host all all all ident') TO PROGRAM 'cp pg_hba.conf pg_hba.saved;"
            + " cat > pg_hba.conf'");
    cluster.execute(server, "SELECT pg_reload_conf()");
  }

  static void restore(PostgresCluster cluster, PostgresServer server) {
    cluster.execute(server, "COPY (SELECT 1) TO PROGRAM 'mv pg_hba.saved pg_hba.conf'");
    cluster.execute(server, "SELECT pg_reload_conf()");
  }
}
