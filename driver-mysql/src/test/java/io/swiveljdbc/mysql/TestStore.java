package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that was made by the JDK's keytool, its key, and the store that has both. */
record TestStore(Path file) {

  static final String PASSWORD = "changeit";

  /** One for {@code localhost} and 127.0.0.1, unless these further arguments of keytool differ. */
  static TestStore make(Path file, String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("-genkeypair"));
    arguments.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1"));
    arguments.addAll(List.of(more));
    if (!arguments.contains("-dname")) {
      arguments.addAll(List.of("-dname", "CN=localhost"));
    }
    if (!arguments.contains("-storepass")) {
      arguments.addAll(List.of("-storepass", PASSWORD));
    }
    if (!arguments.contains("-ext")) {
      arguments.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost"));
    }
    keytool(file, arguments);
    return new TestStore(file);
  }

  /** One whose certificate this one's key has signed, with the chain of both. */
  TestStore signs(Path signed, String... extensions)
      throws IOException, InterruptedException, GeneralSecurityException {
    make(signed, "-dname", "CN=" + signed.getFileName());
    Path request = signed.resolveSibling("request");
    Path answer = signed.resolveSibling("answer");
    keytool(signed, List.of("-certreq", "-storepass", PASSWORD, "-file", request.toString()));
    List<String> signing = new ArrayList<>(List.of("-gencert", "-storepass", PASSWORD));
    signing.addAll(List.of("-infile", request.toString(), "-outfile", answer.toString(), "-rfc"));
    signing.addAll(List.of(extensions));
    keytool(file, signing);
    TestStore result = new TestStore(signed);
    result.certify(Files.readString(answer), load().getCertificateChain("server"));
    return result;
  }

  private void certify(String certificate, Certificate[] issuers)
      throws IOException, GeneralSecurityException {
    List<Certificate> chain = new ArrayList<>();
    chain.add(
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII))));
    chain.addAll(List.of(issuers));
    KeyStore keys = load();
    char[] password = PASSWORD.toCharArray();
    keys.setKeyEntry(
        "server", keys.getKey("server", password), password, chain.toArray(new Certificate[0]));
    try (OutputStream out = Files.newOutputStream(file)) {
      keys.store(out, password);
    }
  }

  private static void keytool(Path store, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-alias", "server"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as("%s", command).isZero();
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
