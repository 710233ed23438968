# Rcptwatch: make run starts it with the built-in sandbox, make test runs every test.
export JAVA_HOME := $(shell ./rcptwatch --print-java-home)
MVN := mvn --batch-mode --no-transfer-progress
RUNNABLE := target/quarkus-app/app.aot
SOURCES := pom.xml $(shell find src/main -type f)

.PHONY: run build test package test-install docs format bench bench-short clean

run: build
	./rcptwatch run --config config/demo.yaml

build: $(RUNNABLE)

# The program, then a short run of it that trains the start-up cache (JEP 514).
$(RUNNABLE): $(SOURCES)
	$(MVN) --quiet -DskipTests -Dmaven.test.skip package
	src/build/native target/quarkus-app/lib
	src/build/train $@

test:
	$(MVN) verify

# What people install, in target/dist: .tar.gz, .deb, the list of what is inside, sums.
package: build
	$(MVN) --quiet cyclonedx:makeBom
	src/package/build target/dist

# Installs the .deb into a minimal Debian with systemd, as root; skipped with a reason where that cannot be.
test-install: package
	src/package/test-install target/dist/rcptwatch_*.deb

# Writes the pages that the code decides: every metric, every key of the configuration.
docs:
	$(MVN) --quiet test -Dtest='MetricsPageTest,GrammarTest,OperatorTest' -Drcptwatch.pages=write

format:
	$(MVN) --quiet spotless:apply

bench: build
	src/bench/run

# The same with a few conversations: it still works.
bench-short: build
	src/bench/run short

clean:
	$(MVN) --quiet clean
