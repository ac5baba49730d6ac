#!/usr/bin/env bash
# Rehearses deployments and their ways back on this machine, with stand-ins for ssh, docker and curl:
# .github/scripts/rehearse.sh
set -euo pipefail

scripts=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch"/{bin,repository,temporary}
machine=$scratch/machine
failures=0

# The stand-ins. A `sick` image starts and never answers, a `dead` one does not start, an `absent` one
# is in no registry; `misconfigured` has nginx refuse its configuration.
cat >"$scratch/bin/ssh" <<'END_OF_SSH'
#!/usr/bin/env bash
while [[ $1 != -- ]]; do
  [[ $1 != -i ]] || stat -c %a "$2" >"$STAGE/key-mode"
  [[ $1 != UserKnownHostsFile=* ]] || cp "${1#*=}" "$STAGE/known_hosts"
  shift
done
shift
exec bash -c "$2"
END_OF_SSH
cat >"$scratch/bin/docker" <<'END_OF_DOCKER'
#!/usr/bin/env bash
echo "docker $*" >>"$STAGE/calls"
is() { grep -qxF -- "$2" "$STAGE/$1" 2>/dev/null; }
image() { sed -n 's/^SHORTENER_IMAGE=//p' "$1" | tail -n 1; }
case "$*" in
  "compose --project-directory"*pull*) ! is absent "$(image "$5")" ;;
  "compose up"*)
    image .env >"$STAGE/running"
    ! is dead "$(image .env)"
    ;;
  "compose exec -T proxy nginx -t") ! [[ -e $STAGE/misconfigured ]] ;;
  "image inspect"*) ! is absent "$3" ;;
  "image ls"*) cat "$STAGE/images" ;;
esac
END_OF_DOCKER
cat >"$scratch/bin/curl" <<'END_OF_CURL'
#!/usr/bin/env bash
echo "curl $*" >>"$STAGE/calls"
if grep -qxFf "$STAGE/running" "$STAGE/sick" 2>/dev/null; then
  echo "curl: (22) The requested URL returned error: 502" >&2
  exit 22
fi
echo '{"status":"ok"}'
END_OF_CURL
chmod +x "$scratch"/bin/*

git_here() {
  git -C "$scratch/repository" -c user.name=rehearsal -c user.email=rehearsal@example.com \
    -c commit.gpgsign=false "$@"
}

commit() {
  git_here add -A
  git_here commit -q -m "$1"
}

# An image of the registry by one letter: a to f.
image() {
  printf 'ghcr.io/shortener/shortener@sha256:%064s\n' "" | tr ' ' "$1"
}

# Deploys an image: LETTER; prints nothing, and leaves what was printed in `output`
deploy() {
  status=0
  : >"$scratch/calls"
  (
    cd "$scratch/repository"
    env PATH="$scratch/bin:$PATH" TMPDIR="$scratch/temporary" STAGE="$scratch" HEALTH_SECONDS=1 \
      DEPLOY_HOST="${host-machine.example.com}" DEPLOY_USER=deploy DEPLOY_PATH="$machine" \
      DEPLOY_SSH_KEY="key" DEPLOY_KNOWN_HOSTS="machine.example.com ssh-ed25519 AAAA" \
      DEPLOY_ENV=$'POSTGRES_PASSWORD=a b$c\r\nHTTP_PORT=8000' \
      .github/scripts/deploy.sh "$(image "$1")"
  ) >"$scratch/output" 2>&1 || status=$?
}

# Says whether something holds: SENTENCE COMMAND...
check() {
  if "${@:2}"; then
    echo "ok      $1"
  else
    echo "FAILED  $1"
    sed 's/^/        /' "$scratch/output" "$scratch/calls"
    failures=$((failures + 1))
  fi
}

ends_with() { [[ $status == "$1" ]]; }
runs() { [[ $(<"$scratch/running") == "$(image "$1")" ]]; }
has_env_of() { [[ $(sed -n 's/^SHORTENER_IMAGE=//p' "$machine/.env") == "$(image "$1")" ]]; }
has_file() { [[ $(<"$machine/$1") == "$2" ]]; }
called() { grep -qF -- "$1" "$scratch/calls"; }
said() { grep -qF -- "$1" "$scratch/output"; }
not() { ! "$@"; }

git_here init -q
mkdir -p "$scratch/repository"/{.github/scripts,proxy,observability/rules,runbooks,src/main/docker/db}
cp "$scripts"/{deploy,switch}.sh "$scratch/repository/.github/scripts/"
cd "$scratch/repository"
echo "one" | tee docker-compose.yml proxy/nginx.conf proxy/gone.conf observability/prometheus.yml \
  observability/rules/app.yml runbooks/ask >src/main/docker/db/roles.sh
chmod +x src/main/docker/db/roles.sh
commit "one"

host="" deploy a
check "without a host nothing is sent" ends_with 2
host="machine; reboot" deploy a
check "a host that is a command is refused" ends_with 2

deploy a
check "the first version runs" ends_with 0
check "nothing went wrong on the way" test "$(wc -l <"$scratch/output")" = 4
check "it is the image that was asked for" runs a
check ".env is for its owner alone" test "$(stat -c %a "$machine/.env")" = 600
check ".env has its lines without carriage returns" grep -qxF "POSTGRES_PASSWORD=a b\$c" "$machine/.env"
check "the key was for its owner alone" test "$(<"$scratch/key-mode")" = 600
check "no other host key is believed" grep -qxF "machine.example.com ssh-ed25519 AAAA" "$scratch/known_hosts"
check "neither key nor .env stays behind here" test -z "$(ls -A "$scratch/temporary")"
check "a script is executable there" test -x "$machine/src/main/docker/db/roles.sh"
check "/health is asked on the port of .env" called "http://127.0.0.1:8000/health"
check "nobody is told to read anew what they just read" not called "compose exec"

mkdir -p "$machine/proxy/switches" "$machine/secrets"
touch "$machine/proxy/switches/read-only" "$machine/secrets/discord-webhook"
echo "two" | tee proxy/nginx.conf >observability/rules/app.yml
git_here rm -q proxy/gone.conf
commit "two"
printf '%s\n' "$(image a)" "$(image b)" "$(image f)" >"$scratch/images"
deploy b
check "the next version runs" ends_with 0
check "its files are in place" has_file proxy/nginx.conf two
check "a file that it no longer has is gone" not test -e "$machine/proxy/gone.conf"
check "switches and secrets stay" test -e "$machine/proxy/switches/read-only" -a -e "$machine/secrets/discord-webhook"
check "nginx reads its files anew" called "compose exec -T proxy nginx -s reload"
check "Prometheus reads its rules anew" called "compose kill --signal HUP prometheus"
check "Alertmanager, whose file is the same, is left alone" not called "HUP alertmanager"
check "an image older than the former goes" called "image rm $(image f)"
check "the former image stays" not called "image rm $(image a)"

echo "three" | tee proxy/nginx.conf >proxy/new.conf
commit "three"
image c >"$scratch/sick"
deploy c
check "a version whose /health does not come is taken back" ends_with 1
check "the former image runs" runs b
check "the former .env is back" has_env_of b
check "the former files are back" has_file proxy/nginx.conf two
check "a file of the new version alone is gone" not test -e "$machine/proxy/new.conf"
check "it is told what /health said" said "returned error: 502"

image d >"$scratch/dead"
deploy d
check "a version that does not start is taken back" ends_with 1
check "the former image runs after that" runs b

touch "$scratch/misconfigured"
deploy e
check "when nginx refuses even the former files, it is told that neither runs" ends_with 3
rm "$scratch/misconfigured"

deploy b
check "a deployment mends that" ends_with 0
image e >"$scratch/absent"
deploy e
check "an image that cannot be pulled changes nothing" ends_with 2
check "it is told that it could not be pulled" said "could not be pulled"
check "the image goes on" runs b
check "nothing was started anew" not called "compose up"

exec 8>"$machine/.deploy/lock"
flock 8
deploy a
check "of two deployments at once the second waits for another day" ends_with 2
exec 8>&-

printf '%s\n' "$(image b)" "$(image c)" >"$scratch/sick"
deploy c
check "when neither version is well, it is told so" ends_with 3

if ((failures > 0)); then
  echo "$failures failed"
  exit 1
fi
echo "all hold"
