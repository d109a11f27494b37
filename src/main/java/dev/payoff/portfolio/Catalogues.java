package dev.payoff.portfolio;

import dev.payoff.app.Page;
import dev.payoff.app.Problem.Violation;
import dev.payoff.app.ProblemException;
import dev.payoff.app.TimeAndChance;
import dev.payoff.identity.Audit;
import dev.payoff.identity.Caller;
import dev.payoff.identity.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Templates that travel as signed files, and whose signature a tenant trusts. */
@ApplicationScoped
class Catalogues {

    private static final int MOST_SIGNERS = 200;

    private final TenantDb db;
    private final OwnTemplates templates;
    private final TemplateKeys keys;
    private final Bodies bodies;
    private final Audit audit;
    private final TimeAndChance time;

    Catalogues(
            TenantDb db,
            OwnTemplates templates,
            TemplateKeys keys,
            Bodies bodies,
            Audit audit,
            TimeAndChance time) {
        this.db = db;
        this.templates = templates;
        this.keys = keys;
        this.bodies = bodies;
        this.audit = audit;
        this.time = time;
    }

    /** The named templates, or all of the tenant's own, signed by the tenant. */
    Uni<CatalogueFile> export(Caller caller, List<String> wanted) {
        UUID tenant = caller.tenantId();
        Instant now = time.now();
        return templates
                .items(caller, wanted)
                .chain(items ->
                        db.inTransaction(tenant, tx -> keys.of(tx, tenant))
                                .map(pair ->
                                        CatalogueFile.signed(
                                                new CatalogueFile.Payload(
                                                        caller.tenantKey(), now.toString(), items),
                                                pair.privateKey(),
                                                pair.publicKey())));
    }

    /**
     * What an import did.
     *
     * @param signer what the signer calls itself
     * @param fingerprint of its key
     * @param trusted whether the tenant has it among its signers
     */
    @Schema(name = "CatalogueImport")
    record Imported(String signer, String fingerprint, boolean trusted, List<Taken> templates) {}

    /** What became of one template: CREATED, REPLACED or UNCHANGED. */
    @Schema(name = "CatalogueImportItem")
    record Taken(String key, String what, int version) {}

    /** Takes a file's templates over, where its signer is trusted or accepted this once. */
    Uni<Imported> take(Caller caller, boolean acceptUnknown, byte[] body) {
        CatalogueFile file = bodies.checked(Bodies.tree(body), CatalogueFile.class);
        return switch (file.verdict()) {
            case CatalogueFile.Verdict.NotGenuine(Violation why) -> {
                Bodies.refuse(List.of(why));
                throw new IllegalStateException("A violation ends the request.");
            }
            case CatalogueFile.Verdict.Genuine(CatalogueFile.Payload payload, String print) ->
                    db.inTransaction(caller.tenantId(), tx -> isTrusted(tx, caller, print))
                            .invoke(trusted ->
                                    refuseUnknown(trusted || acceptUnknown, payload, print))
                            .chain(trusted ->
                                    templates
                                            .take(caller, payload.templates(), print)
                                            .map(taken ->
                                                    new Imported(
                                                            payload.signer(),
                                                            print,
                                                            trusted,
                                                            taken)));
        };
    }

    private Uni<Boolean> isTrusted(SqlConnection tx, Caller caller, String fingerprint) {
        UUID tenant = caller.tenantId();
        return tx.preparedQuery(
                        "SELECT 1 FROM template_signer WHERE tenant_id = $1 AND fingerprint = $2")
                .execute(Tuple.of(tenant, fingerprint))
                .chain(rows ->
                        rows.rowCount() > 0
                                ? Uni.createFrom().item(true)
                                : keys.of(tx, tenant)
                                        .map(own ->
                                                CatalogueFile.fingerprint(own.publicKey())
                                                        .equals(fingerprint)));
    }

    private static void refuseUnknown(
            boolean accepted, CatalogueFile.Payload payload, String fingerprint) {
        if (!accepted) {
            throw ProblemException.of(
                    409,
                    "UNKNOWN_SIGNER",
                    "Unknown signer",
                    "The file is genuine, signed by the key "
                            + fingerprint
                            + ", which calls itself '"
                            + payload.signer()
                            + "' and is not among your signers.",
                    "Compare the fingerprint with the signer by another way; then add it at"
                            + " /api/v1/template-signers, or send acceptUnknown=true this once.");
        }
    }

    /** A signer that is trusted. */
    @Schema(name = "TemplateSigner")
    record Signer(
            @Schema(description = "SHA-256 of the public key, hexadecimal")
                    @NotBlank
                    @Pattern(regexp = "[0-9a-f]{64}")
                    String fingerprint,
            @NotBlank @Size(max = Limits.NAME) String name) {
        static final String EXAMPLE =
                """
                {"fingerprint": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "name": "Group PMO"}\
                """;
    }

    /** All of them, in one page, and the tenant's own key first. */
    Uni<Page<Signer>> signers(Caller caller) {
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                tenant,
                tx ->
                        keys.of(tx, tenant)
                                .chain(own ->
                                        tx.preparedQuery(
                                                        "SELECT fingerprint, name FROM"
                                                                + " template_signer WHERE tenant_id ="
                                                                + " $1 ORDER BY name, fingerprint")
                                                .execute(Tuple.of(tenant))
                                                .map(rows -> {
                                                    List<Signer> signers = new ArrayList<>();
                                                    signers.add(
                                                            new Signer(
                                                                    CatalogueFile.fingerprint(
                                                                            own.publicKey()),
                                                                    caller.tenantKey()
                                                                            + " (this tenant)"));
                                                    rows.forEach(row ->
                                                            signers.add(
                                                                    new Signer(
                                                                            row.getString(
                                                                                    "fingerprint"),
                                                                            row.getString(
                                                                                    "name"))));
                                                    return new Page<>(signers, null);
                                                })));
    }

    Uni<Signer> trust(Caller caller, byte[] body) {
        Signer signer = bodies.checked(Bodies.tree(body), Signer.class);
        UUID tenant = caller.tenantId();
        return db.inTransaction(
                tenant,
                tx ->
                        tx.preparedQuery(
                                        "SELECT count(*) AS n FROM template_signer WHERE tenant_id"
                                                + " = $1")
                                .execute(Tuple.of(tenant))
                                .invoke(rows -> refuseTooMany(rows.iterator().next().getLong("n")))
                                .chain(() ->
                                        tx.preparedQuery(
                                                        "INSERT INTO template_signer (tenant_id,"
                                                                + " fingerprint, name, trusted_at)"
                                                                + " VALUES ($1, $2, $3, $4) ON CONFLICT"
                                                                + " DO NOTHING")
                                                .execute(
                                                        Tuple.of(
                                                                tenant,
                                                                signer.fingerprint(),
                                                                signer.name(),
                                                                time.now()
                                                                        .atOffset(ZoneOffset.UTC))))
                                .chain(() -> record(tx, caller, "trusted", signer.fingerprint()))
                                .replaceWith(signer));
    }

    private static void refuseTooMany(long signers) {
        if (signers >= MOST_SIGNERS) {
            throw ProblemException.of(
                    409,
                    "TOO_MANY",
                    "Too many signers",
                    "A tenant trusts at most " + MOST_SIGNERS + " signers.",
                    "Remove one.");
        }
    }

    Uni<Void> forget(Caller caller, @Nullable String fingerprint) {
        UUID tenant = caller.tenantId();
        String print = fingerprint == null ? "" : fingerprint;
        return db.inTransaction(
                tenant,
                tx ->
                        tx.preparedQuery(
                                        "DELETE FROM template_signer WHERE tenant_id = $1 AND"
                                                + " fingerprint = $2")
                                .execute(Tuple.of(tenant, print))
                                .invoke(gone -> {
                                    if (gone.rowCount() == 0) {
                                        throw ProblemException.notFound("signer", print);
                                    }
                                })
                                .chain(() -> record(tx, caller, "forgotten", print)));
    }

    private Uni<Void> record(SqlConnection tx, Caller caller, String what, String fingerprint) {
        return audit.record(
                tx,
                caller,
                "template_signer." + what,
                "template_signer",
                fingerprint,
                new JsonObject());
    }
}
