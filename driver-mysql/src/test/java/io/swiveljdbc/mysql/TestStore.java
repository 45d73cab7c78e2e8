package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that was made by the JDK's keytool, its key, and the store that has both. */
record TestStore(Path file) {

  static final String PASSWORD = "changeit";

  /** One for {@code localhost} and 127.0.0.1, with these further arguments of keytool. */
  static TestStore make(Path file, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString()));
    command.addAll(List.of("-genkeypair", "-keystore", file.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-alias", "server", "-keyalg", "EC"));
    command.addAll(List.of("-groupname", "secp256r1"));
    command.addAll(List.of(more));
    if (!command.contains("-dname")) {
      command.addAll(List.of("-dname", "CN=localhost"));
    }
    if (!command.contains("-ext")) {
      command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
    }
    assertThat(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor())
        .isZero();
    return new TestStore(file);
  }

  TrustStore asTrustStore(boolean identity) {
    return new TrustStore(file, "PKCS12", PASSWORD, identity);
  }

  KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  /** For a server that has this certificate. */
  SSLContext serverContext() throws IOException, GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(load(), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
