package dev.payoff.portfolio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.payoff.portfolio.CatalogueFile.Payload;
import dev.payoff.portfolio.CatalogueFile.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signed files of templates: what proves them, and what does not. */
class CatalogueFileTest {

    private static KeyPair mine;
    private static KeyPair others;

    @BeforeAll
    static void makeKeys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        mine = generator.generateKeyPair();
        others = generator.generateKeyPair();
    }

    private static CatalogueFile file() {
        return CatalogueFile.signed(
                new Payload(
                        "acme",
                        "2026-11-21T12:00:00Z",
                        List.of(
                                new CatalogueFile.Item(
                                        3,
                                        Bodies.tree("{\"key\":\"data\",\"n\":1.50}".getBytes())))),
                mine.getPrivate().getEncoded(),
                mine.getPublic().getEncoded());
    }

    private static String wrong(CatalogueFile file) {
        return file.verdict() instanceof Verdict.NotGenuine(var why) ? why.field() : "genuine";
    }

    @Test
    void whatWasSignedIsReadBackWithTheSignersFingerprint() {
        assertThat(file().verdict())
                .isInstanceOfSatisfying(
                        Verdict.Genuine.class,
                        genuine -> {
                            assertThat(genuine.fingerprint())
                                    .hasSize(64)
                                    .isEqualTo(
                                            CatalogueFile.fingerprint(
                                                    mine.getPublic().getEncoded()));
                            assertThat(genuine.payload().templates())
                                    .singleElement()
                                    .satisfies(item -> {
                                        assertThat(item.version()).isEqualTo(3);
                                        assertThat(item.template().toString())
                                                .as("numbers keep their digits")
                                                .contains("1.50");
                                    });
                        });
    }

    @Test
    void oneBitOfThePayloadOrTheSignatureSpoilsIt() {
        CatalogueFile good = file();
        byte[] payload = Base64.getDecoder().decode(good.payload());
        for (int i = 0; i < payload.length; i += 7) {
            byte[] bent = payload.clone();
            bent[i] ^= 1;
            assertThat(
                            wrong(
                                    new CatalogueFile(
                                            good.format(),
                                            Base64.getEncoder().encodeToString(bent),
                                            good.publicKey(),
                                            good.signature())))
                    .as("byte " + i)
                    .isEqualTo("signature");
        }
        byte[] signature = Base64.getDecoder().decode(good.signature());
        signature[5] ^= 4;
        assertThat(
                        wrong(
                                new CatalogueFile(
                                        good.format(),
                                        good.payload(),
                                        good.publicKey(),
                                        Base64.getEncoder().encodeToString(signature))))
                .isEqualTo("signature");
    }

    @Test
    void anothersKeyDoesNotFit() {
        CatalogueFile good = file();
        assertThat(
                        wrong(
                                new CatalogueFile(
                                        good.format(),
                                        good.payload(),
                                        Base64.getEncoder()
                                                .encodeToString(others.getPublic().getEncoded()),
                                        good.signature())))
                .isEqualTo("signature");
    }

    @Test
    void whatIsNoSuchFileIsRefusedWithTheField() throws Exception {
        CatalogueFile good = file();
        assertThat(
                        wrong(
                                new CatalogueFile(
                                        "other/1",
                                        good.payload(),
                                        good.publicKey(),
                                        good.signature())))
                .isEqualTo("format");
        assertThat(
                        wrong(
                                new CatalogueFile(
                                        CatalogueFile.FORMAT,
                                        "%%",
                                        good.publicKey(),
                                        good.signature())))
                .isEqualTo("payload");
        assertThat(
                        wrong(
                                new CatalogueFile(
                                        CatalogueFile.FORMAT,
                                        good.payload(),
                                        "AAAA",
                                        good.signature())))
                .isEqualTo("signature");
        byte[] nonsense = "not JSON".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initSign(mine.getPrivate());
        signature.update(nonsense);
        Base64.Encoder base64 = Base64.getEncoder();
        assertThat(
                        wrong(
                                new CatalogueFile(
                                        CatalogueFile.FORMAT,
                                        base64.encodeToString(nonsense),
                                        good.publicKey(),
                                        base64.encodeToString(signature.sign()))))
                .as("genuine nonsense")
                .isEqualTo("payload");
    }
}
