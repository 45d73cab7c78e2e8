package io.swiveljdbc.testkit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Programs, a place for files and settings: all it takes to make the servers of one cluster. */
record PostgresInstallation(
    PostgresBinaries binaries,
    Workspace workspace,
    ClusterPlan plan,
    @Nullable Certificate certificate,
    Changes changes) {

  Login login() {
    Map<String, String> encryption =
        certificate == null
            ? Map.of()
            : new TreeMap<>(
                Map.of(
                    "sslmode", "verify-full", "sslrootcert", certificate.certificate().toString()));
    return new Login("postgresql", plan.user(), plan.password(), plan.database(), encryption);
  }

  PostgresServer server(String name) {
    PostgresData data = new PostgresData(workspace.dataDirectory(name));
    Relay relay = new Relay(Ports.free(), Ports.free());
    List<String> command =
        List.of(binaries.program("postgres").toString(), "-D", data.path().toString());
    ServerProcess process = workspace.process(name, command, "INT", relay, changes);
    return new PostgresServer(name, relay, process, login(), data);
  }

  /** Creates the first server's data, not yet started: the others begin as copies of it. */
  void initialize(PostgresServer server) {
    List<String> initdb =
        List.of(
            binaries.program("initdb").toString(),
            "-D",
            server.data().path().toString(),
            "-U",
            PostgresSession.SUPERUSER,
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C");
    Command.run(
        workspace.account().command(initdb),
        workspace.directory(),
        workspace.resolve("initdb.log"));
    PostgresData data = server.data();
    data.directory().write("pg_hba.conf", PostgresSettings.hostAccess(plan));
    PostgresSettings.of(plan).forEach(data::set);
    data.set("port", Integer.toString(server.directPort()));
    if (certificate != null) {
      data.set("ssl", "on");
      data.set("ssl_cert_file", certificate.certificate().toString());
      data.set("ssl_key_file", certificate.key().toString());
    }
  }

  /** Makes a server, never started, a standby of another, neither of them started yet. */
  void copy(PostgresServer primary, PostgresServer standby) {
    PostgresData data = standby.data();
    data.directory().copyFrom(primary.data().directory(), path -> true);
    data.set("port", Integer.toString(standby.directPort()));
    data.follow(StreamingReplication.connectionInfo(primary, standby));
  }
}
