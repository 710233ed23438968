# Rcptwatch: make run starts it with the built-in sandbox, make test runs every test.
export JAVA_HOME := $(shell ./rcptwatch --print-java-home)
MVN := mvn --batch-mode --no-transfer-progress
RUNNABLE := target/quarkus-app/app.aot
SOURCES := pom.xml $(shell find src/main -type f)

.PHONY: run build test format bench clean

run: build
	./rcptwatch run --config config/demo.yaml

build: $(RUNNABLE)

# The program, then a short run of it that trains the start-up cache (JEP 514).
$(RUNNABLE): $(SOURCES)
	$(MVN) --quiet -DskipTests -Dmaven.test.skip package
	src/build/train $@

test:
	$(MVN) verify

format:
	$(MVN) --quiet spotless:apply

bench: build
	src/bench/run

clean:
	$(MVN) --quiet clean
