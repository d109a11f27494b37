package dev.payoff.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An nginx that ends TLS in front of the application, with the lines that {@code
 * docs/operations.md} gives to whoever runs one.
 *
 * @param port where it listens
 */
public record RealNginx(int port, SelfSigned tls) {

    /** Starts it; it ends with the programs. */
    public static RealNginx before(int application, RealPrograms programs, Path directory)
            throws IOException, InterruptedException {
        Path program = RealPrograms.needed("nginx-light", "nginx");
        SelfSigned tls = SelfSigned.of(directory, "IP:127.0.0.1");
        int port = RealPrograms.freePort();
        int ready = RealPrograms.freePort();
        Manual server =
                Manual.of("docs/operations.md", "text")
                        .with("listen 443 ssl;", "listen 127.0.0.1:" + port + " ssl;")
                        .with("/etc/nginx/payoff.crt", tls.certificate())
                        .with("/etc/nginx/payoff.key", tls.key())
                        .with("http://127.0.0.1:8080", "http://127.0.0.1:" + application);
        Path config =
                Files.writeString(
                        directory.resolve("nginx.conf"),
                        """
                        daemon off;
                        master_process off;
                        pid %1$s/nginx.pid;
                        error_log %1$s/error.log;
                        events {}
                        http {
                          access_log off;
                          client_body_temp_path %1$s/b; proxy_temp_path %1$s/p; fastcgi_temp_path %1$s/f;
                          uwsgi_temp_path %1$s/u; scgi_temp_path %1$s/s;
                          server { listen 127.0.0.1:%2$d; return 200; }
                          %3$s
                        }
                        """
                                .formatted(directory, ready, server));
        programs.run(program.toString(), "-c", config.toString(), "-p", directory.toString());
        programs.answers(ready, "/");
        return new RealNginx(port, tls);
    }

    /** Where it is. */
    public String url() {
        return "https://127.0.0.1:" + port;
    }
}
