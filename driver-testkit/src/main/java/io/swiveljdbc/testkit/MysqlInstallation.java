package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The program, machines and settings: all it takes to make the servers of one cluster.
 *
 * @param settings what holds for every server of this make
 * @param base the data that each server on a machine begins with
 */
record MysqlInstallation(
    Path program,
    Map<String, String> settings,
    Function<Machine, MysqlData> base,
    Machines machines,
    ClusterPlan plan,
    @Nullable Certificate certificate,
    Changes changes) {

  Login login() {
    Map<String, String> encryption = new TreeMap<>();
    if (certificate == null) {
      // A password then travels encrypted with the server's key, which is asked for.
      encryption.put("sslMode", "DISABLED");
      encryption.put("allowPublicKeyRetrieval", "true");
    } else {
      encryption.put("sslMode", "VERIFY_IDENTITY");
      encryption.put("trustCertificateKeyStoreUrl", certificate.store().toUri().toString());
      encryption.put("trustCertificateKeyStoreType", "PKCS12");
      encryption.put("trustCertificateKeyStorePassword", Certificate.PASSWORD);
    }
    return new Login("mysql", plan.user(), plan.password(), plan.database(), encryption);
  }

  /** A server and its option file; it has no data yet. */
  MysqlServer server(int number, Map<String, String> further) {
    String name = "my" + number;
    int port = Ports.free();
    Machine machine = machines.create(name, port);
    MysqlData data = new MysqlData(machine.directory(name), machine.files(), name + ".cnf");
    List<String> command = List.of(program.toString(), "--defaults-file=" + data.optionPath());
    ServerParts parts = ServerParts.of(name, machine, port, command, "TERM", login(), changes);
    MysqlServer server = new MysqlServer(parts, data);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("datadir", data.path().toString());
    all.put("tmpdir", machine.files().path().toString());
    all.put("port", Integer.toString(port));
    all.put("bind_address", machine.listenAddress());
    all.put("report_host", machine.host());
    if (machine.host().equals(server.host())) {
      // Clients that learn of a server from another come through its relay, too. So does a member
      // of a group that catches up, which has to reach the relay.
      all.put("report_port", Integer.toString(server.port()));
    }
    all.put("server_id", Integer.toString(number));
    all.putAll(settings);
    all.putAll(further);
    if (certificate != null) {
      certificate.copyTo(machine);
      String path = machine.path(Certificate.CERTIFICATE).toString();
      all.put("ssl_ca", path);
      all.put("ssl_cert", path);
      all.put("ssl_key", machine.path(Certificate.KEY).toString());
    }
    all.putAll(plan.settings());
    data.configure(all);
    return server;
  }

  void prepare(MysqlServer server) {
    server.data().reset(base.apply(server.machine()));
  }
}
