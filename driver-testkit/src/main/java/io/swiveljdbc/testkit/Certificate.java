package io.swiveljdbc.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * A certificate for 127.0.0.1 and localhost that vouches for itself, with its key, as PEM files,
 * and both as a key store of Java's.
 */
record Certificate(Path certificate, Path key, Path store) {
  static final String PASSWORD = "swivel-testkit";

  /** How its files are called in the cluster's directory. */
  static final String CERTIFICATE = "server.crt";

  static final String KEY = "server.key";

  private static final String ALIAS = "server";

  /** Made by the JDK's own keytool: no other program is needed. */
  static Certificate create(Workspace workspace) throws IOException {
    Path store = workspace.resolve("server.p12");
    Command.run(keytool(store), workspace.directory(), workspace.resolve("keytool.log"));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      Key key = keys.getKey(ALIAS, PASSWORD.toCharArray());
      return new Certificate(
          write(workspace, CERTIFICATE, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded()),
          write(workspace, KEY, "PRIVATE KEY", Objects.requireNonNull(key, "key").getEncoded()),
          store);
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read what keytool wrote", e);
    }
  }

  /** Puts both where servers of a machine find them, unless they are there. */
  void copyTo(Machine machine) {
    copy(machine.files(), CERTIFICATE, certificate);
    copy(machine.files(), KEY, key);
  }

  private static void copy(DataDirectory directory, String name, Path file) {
    if (!directory.has(name)) {
      try {
        directory.write(name, Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static List<String> keytool(Path store) {
    Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
    return List.of(
        program.toString(),
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-alias",
        ALIAS,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        "30",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost");
  }

  private static Path write(Workspace workspace, String name, String type, byte[] content)
      throws IOException {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    String pem = "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    workspace.files().write(name, pem);
    return workspace.resolve(name);
  }
}
