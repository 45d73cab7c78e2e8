package io.swiveljdbc.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Programs, a place for files and settings: all it takes to make the servers of one cluster. */
record PostgresInstallation(
    UnaryOperator<String> programs,
    Machines machines,
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
    int port = Ports.free();
    Machine machine = machines.create(name, port);
    PostgresData data = new PostgresData(machine.directory(name));
    List<String> command = List.of(programs.apply("postgres"), "-D", data.path().toString());
    return new PostgresServer(
        ServerParts.of(name, machine, port, command, "INT", login(), changes), data);
  }

  /** Creates the first server's data, not yet started: the others begin as copies of it. */
  void initialize(PostgresServer server) {
    PostgresData data = server.data();
    Machine machine = server.machine();
    machine.run(
        List.of(
            programs.apply("initdb"),
            "-D",
            data.path().toString(),
            "-U",
            PostgresSession.SUPERUSER,
            "--auth=trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C"));
    data.directory().write("pg_hba.conf", PostgresSettings.hostAccess(plan, machine.neighbours()));
    data.set("listen_addresses", machine.listenAddress());
    data.set(PostgresSettings.of(plan));
    data.listenOn(server.directPort());
    if (certificate != null) {
      certificate.copyTo(machine);
      data.set("ssl", "on");
      data.set("ssl_cert_file", machine.path(Certificate.CERTIFICATE).toString());
      data.set("ssl_key_file", machine.path(Certificate.KEY).toString());
    }
  }

  /** Makes a server, never started, a standby of another, neither of them started yet. */
  void copy(PostgresServer primary, PostgresServer standby) {
    PostgresData data = standby.data();
    data.directory().copyFrom(primary.data().directory(), Set.of());
    data.listenOn(standby.directPort());
    data.follow(StreamingReplication.connectionInfo(primary, standby));
  }
}
