package io.swiveljdbc.testkit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The program, a place for files and settings: all it takes to make the servers of one cluster. */
record MysqlInstallation(
    MysqlProgram program,
    MysqlData base,
    Workspace workspace,
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
  MysqlServer server(int number, Map<String, String> settings) {
    String name = "my" + number;
    Relay relay = new Relay(Ports.free(), Ports.free());
    MysqlData data =
        new MysqlData(
            workspace.dataDirectory(name),
            new DataDirectory(workspace.directory(), workspace.account()),
            name + ".cnf");
    Map<String, String> all = new LinkedHashMap<>();
    all.put("datadir", data.path().toString());
    all.put("tmpdir", workspace.directory().toString());
    all.put("port", Integer.toString(relay.serverPort()));
    all.put("server_id", Integer.toString(number));
    all.putAll(MysqlSettings.forServers());
    all.putAll(settings);
    if (certificate != null) {
      all.put("ssl_ca", certificate.certificate().toString());
      all.put("ssl_cert", certificate.certificate().toString());
      all.put("ssl_key", certificate.key().toString());
    }
    all.putAll(plan.settings());
    data.configure(all);
    List<String> command =
        List.of(program.path().toString(), "--defaults-file=" + data.optionPath());
    ServerProcess process = workspace.process(name, command, "TERM", relay, changes);
    return new MysqlServer(name, relay, process, login(), data);
  }

  void prepare(MysqlServer server) {
    server.data().reset(base);
  }
}
