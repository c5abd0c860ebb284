# shellcheck shell=bash
# What ./run, ./test and ./bench share: a JDK, Debian packages, the Java build and the demo's guests. Sourced, not run.
# Everything is checked before anything is done, so that a machine that is set up already waits for nothing.
# Messages go to standard error, each step's full output to a file in target/logs.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/target/logs
apps=$root/target/app # the built server as ./run runs it, a folder for each build that differs
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$(basename "$0"): $*"
    exit 1
}

# fail_with_log LOG MESSAGE...: shows the end of the log first
fail_with_log() {
    local log=$1
    shift
    tail -n 12 "$log" >&2
    fail "$* The whole log: $log"
}

have() { command -v "$1" >/dev/null; }

any_file() { compgen -G "$1" >/dev/null; }

asks_for_help() { [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; }

# ---- Debian packages ----

# missing_packages PURPOSE...: the packages to install, one a line. Looks for what is needed, not for package names: what
# came another way is as good.
missing_packages() {
    local purpose
    for purpose in "$@"; do
        case $purpose in
            run)
                have qemu-system-x86_64 || echo qemu-system-x86
                have qemu-img || echo qemu-utils
                have dbus-daemon || if apt_knows dbus && ! apt_knows dbus-daemon; then echo dbus; else echo dbus-daemon; fi
                have flock || echo util-linux
                [[ -e /usr/share/ovmf/OVMF.fd ]] || echo ovmf
                # For what moves on slow links. Its name differs from one Debian to another.
                any_file '/usr/lib/*/libturbojpeg.so.0' || { ! apt_knows libturbojpeg0 || echo libturbojpeg0; }
                any_file '/usr/lib/*/libturbojpeg.so.0' || apt_knows libturbojpeg0 ||
                    ! apt_knows libturbojpeg || echo libturbojpeg
                # QEMU's display over D-Bus: from Debian 13 on in a package of its own, which older ones do not know.
                any_file '/usr/lib/*/qemu/ui-dbus.so' ||
                    ! apt_knows qemu-system-modules-opengl || echo qemu-system-modules-opengl
                ;;
            demo)
                [[ -e /usr/lib/grub-rescue/grub-rescue-cdrom.iso ]] || echo grub-rescue-pc
                have cpio || echo cpio
                have depmod || echo kmod
                have xz || echo xz-utils # the kernel's drivers are packed with one of these two
                have zstd || echo zstd
                ;;
            test)
                have chromium || echo chromium
                have Xvfb || echo xvfb # a desktop in memory
                have libvirtd || printf '%s\n' libvirt-daemon libvirt-daemon-driver-qemu
                have virsh || echo libvirt-clients
                have node || echo nodejs # for a provider of OpenID Connect
                have npm || echo npm
                ;;
            peers)
                # VNC's and SPICE's viewers, and an X server in memory for them. SPICE itself is in a package of its own
                # from Debian 13 on.
                have Xvfb || echo xvfb
                have xtigervncviewer || echo tigervnc-viewer
                have spicy || echo spice-client-gtk
                any_file '/usr/lib/*/qemu/ui-spice-core.so' ||
                    ! apt_knows qemu-system-modules-spice || echo qemu-system-modules-spice
                ;;
            build)
                have mvn || echo maven
                ;;
        esac
    done
}

apt_knows() { have apt-cache && apt-cache show "$1" >/dev/null 2>&1; }

# need_packages PURPOSE...: installs what is missing, or says what it is
need_packages() {
    local -a missing before=()
    while
        mapfile -t missing < <(missing_packages "$@")
        ((${#missing[@]} > 0))
    do
        # A second round may know better names: the first one may have brought apt's lists.
        [[ ${missing[*]} != "${before[*]}" ]] || fail "still missing after their installation: ${missing[*]}"
        install_packages "${missing[@]}"
        before=("${missing[@]}")
    done
}

install_packages() {
    local log=$logs/packages.log
    have apt-get || fail "missing programs; their Debian packages are: $*. Please install them with your system's tools."
    become_root || fail "missing Debian packages. As root, please run: apt-get install --no-install-recommends $*"
    say "Installing the Debian packages that Netseat needs$([[ ${apt_get[0]} != sudo ]] || echo ', with sudo'): $*"
    mkdir -p "$logs"
    {
        { apt-cache show "$@" >/dev/null || "${apt_get[@]}" update; } &&
            "${apt_get[@]}" install -y --no-install-recommends "$@" ||
            # Lists that are too old name files that are gone.
            { "${apt_get[@]}" update && "${apt_get[@]}" install -y --no-install-recommends "$@"; }
    } >"$log" 2>&1 || fail_with_log "$log" "could not install $*. Is the network up?"
}

# Sets apt_get to root's apt-get; fails where this user cannot become root, or nobody is there to type the password.
become_root() {
    local -a sudo=()
    if ((EUID != 0)); then
        have sudo && { [[ -t 0 ]] || sudo -n true 2>/dev/null; } || return
        sudo=(sudo)
    fi
    apt_get=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
}

# ---- Java ----

# Sets and exports JAVA_HOME: the given one if it will do, else the oldest JDK that will.
need_jdk() {
    local home
    home=$(find_jdk)
    if [[ -z $home ]] && have apt-get; then
        # Containers' images come without lists of packages, so that apt knows none.
        any_file '/var/lib/apt/lists/*_Packages*' || ! become_root || "${apt_get[@]}" update >/dev/null 2>&1 || true
        if apt_knows openjdk-25-jdk-headless; then
            install_packages openjdk-25-jdk-headless
            home=$(find_jdk)
        fi
    fi
    if [[ -z $home ]]; then
        say "Netseat needs a JDK 25 or newer; there is none in JAVA_HOME, /usr/lib/jvm, ~/.sdkman or on the PATH."
        say "Get Eclipse Temurin 25 from https://adoptium.net/, or with SDKMAN: sdk install java 25-tem"
        fail "unpacked anywhere, it is found through JAVA_HOME"
    fi
    export JAVA_HOME=$home
}

find_jdk() {
    local home version best="" best_version=1000000
    if [[ -n ${JAVA_HOME:-} ]] && (($(jdk_version "$JAVA_HOME") >= 25)); then
        echo "$JAVA_HOME"
        return
    fi
    for home in /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$(on_path javac)"; do
        version=$(jdk_version "$home")
        if ((version >= 25 && version < best_version)); then
            best=$home
            best_version=$version
        fi
    done
    echo "$best"
}

on_path() {
    local program
    program=$(command -v "$1") && dirname "$(dirname "$(readlink -f "$program")")"
}

# jdk_version FOLDER: the feature version, 0 if there is no JDK
jdk_version() {
    local version=""
    [[ -x $1/bin/javac && -r $1/release ]] && version=$(sed -nE 's/^JAVA_VERSION="([0-9]+).*/\1/p' "$1/release")
    echo "${version:-0}"
}

# ---- the build ----

# newer_than STAMP: whether any source is newer. Folders count too: a deletion changes only them.
newer_than() {
    [[ ! -e $1 ]] || [[ -n $(cd "$root" && find pom.xml .mvn ./*/pom.xml ./*/src/main -newer "$1" -print -quit) ]]
}

# need_build server|bench|cli: the module and all it needs are built
need_build() {
    local stamp=$root/target/built-$1
    if [[ -n ${NETSEAT_BUILT:-} ]] || ! newer_than "$stamp"; then return; fi
    need_packages build
    lock build
    if newer_than "$stamp"; then # nobody has built it while this one waited
        say "Building Netseat$([[ -e $stamp ]] || echo ' (the first time takes a minute or two)')…"
        touch "$stamp.started"
        build_modules "$1"
        mv "$stamp.started" "$stamp"
        [[ $1 != bench ]] || touch -r "$stamp" "$root/target/built-server"
    fi
    unlock build
}

# lock build|app: for one script at a time, until unlock or the script's end. Programs that are started meanwhile must not
# inherit the descriptors, 8 and 9.
lock() {
    mkdir -p "$root/target"
    case $1 in
        build) exec 8>"$root/target/build.lock" && flock -n 8 ;;
        app) exec 9>"$root/target/app.lock" && flock -n 9 ;;
    esac || {
        say "Waiting for another build of Netseat to end…"
        if [[ $1 == build ]]; then flock 8; else flock 9; fi
    }
}

unlock() {
    if [[ $1 == build ]]; then exec 8>&-; else exec 9>&-; fi
}

maven() { (cd "$root" && mvn -B -ntp -Dstyle.color=never "$@" 8>&- 9>&-); }

build_modules() {
    local log=$logs/build.log
    mkdir -p "$logs"
    # Where a library's older version would stay beside the new one.
    case $1 in
        server) rm -rf "$root/server/target/lib" ;;
        bench) rm -rf "$root"/{server,benchmarks}/target/lib ;;
        cli) rm -rf "$root/cli/target/lib" ;;
    esac
    maven -pl ":$1" -am package -Dmaven.test.skip=true 2>&1 | tee "$log" |
        sed -nuE 's/^\[INFO\] Building ([A-Za-z0-9]+) .*\[([0-9]+)\/([0-9]+)\]$/  \2 of \3: \1/p' >&2 ||
        {
            # Maven's own advice, after "-> [Help 1]", is of no use here.
            sed -n '/-> \[Help 1\]/q; /^\[\(ERROR\|WARNING\)\]/p' "$log" | head -n 25 >&2
            fail "the build failed. The whole log: $log"
        }
}

# ---- the server ----

# need_server: what was built is installed in target/app/ID, and server_java is the command that starts it.
# Maven overwrites its jars in place: a server that ran from them would lose its classes, and the AOT cache its validity,
# at the next build, even at one that changes nothing.
need_server() {
    local app jar class_path
    if app_is_stale; then
        [[ -n ${NETSEAT_BUILT:-} ]] || lock build # no half-written jars
        lock app
        ! app_is_stale || install_app
        unlock app
        unlock build
    fi
    app=$(readlink -f "$apps/current")
    class_path=$app/netseat-server.jar
    for jar in "$app"/lib/*.jar; do class_path+=:$jar; done # in a fixed order, as the AOT cache demands
    # The reasons: docs/decisions/0002-runtime-flags.md
    server_java=("$JAVA_HOME/bin/java" -Xms64m -Xmx512m -XX:+UseZGC -XX:+UseCompactObjectHeaders
        -Dio.netty.allocator.maxCachedByteBuffersPerChunk=1023
        --enable-native-access=ALL-UNNAMED -cp "$class_path")
    aot_cache=$app/$(sed -nE 's/^JAVA_RUNTIME_VERSION="(.*)"$/\1/p' "$JAVA_HOME/release").aot
    [[ ! -s $aot_cache ]] || server_java+=("-XX:AOTCache=$aot_cache")
}

app_is_stale() {
    [[ ! -e $apps/current/made ]] ||
        [[ -n $(find "$root"/server/target/{netseat-server.jar,lib} -newer "$apps/current/made" -print -quit) ]]
}

install_app() {
    local id other
    mkdir -p "$apps"
    touch "$apps/made"
    id=$(cd "$root/server/target" && sha256sum netseat-server.jar lib/*.jar | sha256sum | head -c 16)
    if [[ ! -d $apps/$id ]]; then
        rm -rf "$apps/new"
        mkdir "$apps/new"
        cp -pr "$root"/server/target/{netseat-server.jar,lib} "$apps/new/"
        mv "$apps/new" "$apps/$id"
    fi
    mv "$apps/made" "$apps/$id/made"
    ln -sfn "$id" "$apps/current"
    for other in "$apps"/*/; do
        [[ $other == "$apps"/@(current|"$id")/ ]] || in_use "$other" || rm -rf "$other"
    done
}

# in_use FOLDER: whether a server runs from it
in_use() { grep -qsF "$1" /proc/[0-9]*/cmdline; }

# Makes the AOT cache, once for each build and JDK. Whatever goes wrong with it costs time only.
need_aot_cache() {
    [[ ! -e $aot_cache ]] || return 0
    lock app
    if [[ ! -e $aot_cache ]]; then
        say "  trial run, so that the server starts quickly from now on"
        if ! make_aot_cache; then
            say "  it failed, so starts will take longer; the reason may be in $logs/aot.log"
            : >"$aot_cache" # empty: not tried again until the next build
        fi
    fi
    unlock app
    [[ ! -s $aot_cache ]] || server_java+=("-XX:AOTCache=$aot_cache")
}

# Starts the server once with one empty machine, loads its page and stops it: the JVM keeps what it loaded and linked.
make_aot_cache() {
    local work log=$logs/aot.log ready="" server port tries status=1
    work=$(mktemp -d)
    mkdir -p "$logs"
    : >"$log"
    mkfifo "$work/out"
    printf '[vm.trial]\nmemory = 64\n[seat.trial]\nvm = "trial"\n' >"$work/trial.toml"
    timeout --foreground --signal=KILL 120 "${server_java[@]}" "-XX:AOTCacheOutput=$work/aot" netseat.server.Main \
        --config "$work/trial.toml" --port 0 --device-port 0 --state "$work/state" >"$work/out" 2>>"$log" 8>&- 9>&- &
    server=$!
    exec 7<"$work/out"
    while read -r ready <&7 && [[ ! $ready =~ http://localhost:[0-9]+/ ]]; do :; done
    if [[ $ready =~ http://localhost:([0-9]+)/ ]]; then
        port=${BASH_REMATCH[1]}
        fetch "$port" /login >>"$log" 2>&1 || true
        fetch "$port" / "$work/state/local-token" >>"$log" 2>&1 || true
        for ((tries = 50; tries > 0; tries--)); do
            fetch "$port" /api/v1/state "$work/state/local-token" | tee -a "$log" | grep -q '"state":"running"' && break
            sleep 0.2
        done
        kill -TERM "$server"
        wait "$server" && [[ -s $work/aot ]] && mv "$work/aot" "$aot_cache" && status=0
    fi
    exec 7<&-
    kill "$server" 2>/dev/null || true
    rm -rf "$work"
    return $status
}

# fetch PORT PATH [TOKEN-FILE]: by plain HTTP from this host
fetch() (
    token=${3:+Authorization: Bearer $(<"$3")$'\r\n'}
    exec 6<>"/dev/tcp/127.0.0.1/$1" &&
        printf 'GET %s HTTP/1.1\r\nHost: localhost\r\n%sConnection: close\r\n\r\n' "$2" "${token-}" >&6 &&
        cat <&6
)

# ---- the demo's guests ----

# need_guests [test]: Memtest86+ and the small Linux, where demo/demo.toml looks for them; for the tests more
need_guests() {
    make_guests "$@" && return
    if become_root; then
        say "Trying again with new lists from apt, because old ones name files that are gone…"
        mkdir -p "$logs"
        "${apt_get[@]}" update >"$logs/packages.log" 2>&1 && make_guests "$@" && return
    fi
    fail "could not make the demo's guests; ./run --no-demo does without them"
}

make_guests() {
    { [[ -e $root/target/guests/memtest86+ ]] || "$root/demo/fetch-memtest"; } && "$root/demo/build-linux-guest" &&
        { [[ $* != test ]] || { "$root/demo/build-desk-guest" && "$root/demo/build-installer" && "$root/demo/fetch-installer"; }; }
}

# ---- the tests' provider of OpenID Connect ----

# need_provider: the packages of e2e/src/test/openid, in the versions of their lock file, in target/openid
need_provider() {
    local from=$root/e2e/src/test/openid at=$root/target/openid log=$logs/openid.log
    ! cmp -s "$from/package-lock.json" "$at/installed" || return 0
    mkdir -p "$at" "$logs"
    cp "$from"/package*.json "$at/"
    (cd "$at" && npm ci --ignore-scripts --no-audit --no-fund) >"$log" 2>&1 ||
        fail_with_log "$log" "could not install the tests' provider of OpenID Connect. Is the network up?"
    cp "$from/package-lock.json" "$at/installed"
}
