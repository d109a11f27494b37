package dev.payoff.faults;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes into the application's process, from the tests' side alone: {@code halt=CLASS#METHOD#N} ends
 * the process at once when a method is entered for the N-th time, as SIGKILL would; {@code
 * swap=DIR} puts other classes in the place of those that the directory holds. The product has no
 * hook for either.
 */
public final class Agent implements ClassFileTransformer {

    private static final AtomicInteger LEFT = new AtomicInteger();
    private static final ClassDesc HERE = ClassDesc.of(Agent.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final String haltClass;
    private final String haltMethod;
    private final Path swap;

    private Agent(String haltClass, String haltMethod, Path swap) {
        this.haltClass = haltClass;
        this.haltMethod = haltMethod;
        this.swap = swap;
    }

    /** Called by the JVM before the application's main. */
    public static void premain(String argument, Instrumentation jvm) {
        String[] parts = argument.substring(argument.indexOf('=') + 1).split("#");
        if (argument.startsWith("halt=")) {
            LEFT.set(Integer.parseInt(parts[2]));
            jvm.addTransformer(new Agent(parts[0].replace('.', '/'), parts[1], null));
        } else {
            jvm.addTransformer(new Agent(null, null, Path.of(parts[0])));
        }
    }

    /** Called wherever the process may have to end. */
    public static void entered() {
        if (LEFT.decrementAndGet() == 0) {
            Runtime.getRuntime().halt(137);
        }
    }

    @Override
    public byte[] transform(
            ClassLoader loader,
            String name,
            Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        try {
            if (name == null || loader == null) {
                return null;
            }
            if (swap != null) {
                Path other = swap.resolve(name + ".class");
                return Files.exists(other)
                        ? withConstructorOf(bytes, Files.readAllBytes(other), loader)
                        : null;
            }
            if (!name.equals(haltClass)) {
                return null;
            }
            System.err.println("Ends at " + haltClass + "#" + haltMethod + ", entry " + LEFT);
            return halting(bytes, loader);
        } catch (IOException | RuntimeException | Error e) {
            // The JVM would swallow it and run the class as it is: the run would prove nothing.
            e.printStackTrace();
            Runtime.getRuntime().halt(99);
            return null;
        }
    }

    private static ClassFile tools(ClassLoader loader) {
        return ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(
                        ClassHierarchyResolver.ofResourceParsing(loader)
                                .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private byte[] halting(byte[] bytes, ClassLoader loader) {
        ClassFile tools = tools(loader);
        CodeTransform first =
                new CodeTransform() {
                    @Override
                    public void atStart(CodeBuilder code) {
                        code.invokestatic(HERE, "entered", NOTHING);
                    }

                    @Override
                    public void accept(CodeBuilder code, CodeElement element) {
                        code.with(element);
                    }
                };
        return tools.transformClass(
                tools.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        method -> method.methodName().equalsString(haltMethod), first));
    }

    /** The container adds to beans a constructor without arguments, for the proxies of them. */
    private static byte[] withConstructorOf(byte[] original, byte[] other, ClassLoader loader) {
        ClassFile tools = tools(loader);
        ClassModel mine = tools.parse(other);
        if (!hasPlainConstructor(tools.parse(original)) || hasPlainConstructor(mine)) {
            return other;
        }
        ClassDesc parent = mine.superclass().orElseThrow().asSymbol();
        return tools.transformClass(
                mine,
                ClassTransform.endHandler(type ->
                        type.withMethodBody(
                                ConstantDescs.INIT_NAME,
                                NOTHING,
                                ClassFile.ACC_PUBLIC | ClassFile.ACC_SYNTHETIC,
                                code ->
                                        code.aload(0)
                                                .invokespecial(
                                                        parent, ConstantDescs.INIT_NAME, NOTHING)
                                                .return_())));
    }

    private static boolean hasPlainConstructor(ClassModel type) {
        return type.methods().stream()
                .anyMatch(method ->
                        method.methodName().equalsString(ConstantDescs.INIT_NAME)
                                && method.methodTypeSymbol().equals(NOTHING));
    }
}
