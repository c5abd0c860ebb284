# shellcheck shell=bash
# What the scripts that build the small Linux guests share: packages without installing them, a kernel with its drivers, a
# RAM disk. Sourced, not run. Such a script sets `result` (its folder) and `sources` (the files it is made of), defines
# build_root, which fills the RAM disk's folder $root, and calls need_guest.

demo=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
guests=$(dirname "$demo")/target/guests
packages=$guests/packages
PATH=$PATH:/usr/sbin:/sbin

fail() {
    printf 'demo/%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# The newest kernel's image package: what the distribution's own "always the newest kernel" package depends on.
kernel_package() {
    local meta image
    for meta in linux-image-amd64 linux-image-virtual; do
        image=$(apt-cache depends --important "$meta" 2>/dev/null |
            sed -nE 's/^ *Depends: (linux-image-[0-9].*)$/\1/p' | head -n 1)
        if [[ -n $image ]]; then
            echo "$image"
            return
        fi
    done
    fail "apt knows no kernel package (linux-image-amd64 or linux-image-virtual); try: apt-get update"
}

# Downloads the packages it names; those that are there already are not fetched again.
download() {
    (cd "$packages" && apt-get download -q -o APT::Sandbox::User="$(id -un)" "$@") >"$work/download.log" 2>&1 || {
        cat "$work/download.log" >&2
        fail "could not download $*; is the network up?"
    }
}

# unpack PACKAGE FOLDER: the newest download of it
unpack() {
    local archive
    archive=$(find "$packages" -name "$1_*.deb" -printf '%T@ %p\n' | sort -rn | head -n 1 | cut -d ' ' -f 2-)
    dpkg-deb -x "$archive" "$2"
}

# need_kernel: unpacked in $work/kernel; sets `version`
need_kernel() {
    local image
    image=$(kernel_package)
    version=${image#linux-image-}
    download "$image"
    unpack "$image" "$work/kernel"
    if ! compgen -G "$work/kernel/*lib/modules" >/dev/null && ! compgen -G "$work/kernel/usr/lib/modules" >/dev/null; then
        download "linux-modules-$version" # Ubuntu keeps the drivers apart
        unpack "linux-modules-$version" "$work/kernel"
    fi
}

# copy_drivers NAME...: into the RAM disk, with what they depend on, unpacked (the guest's loader need not know xz or zstd)
copy_drivers() {
    local tree=$work/kernel path module
    mkdir -p "$root/lib/modules/$version"
    [[ -d $tree/lib/modules ]] || ln -s usr/lib "$tree/lib"
    depmod -b "$tree" "$version"
    for module in "$@"; do
        modprobe -d "$tree" -S "$version" --show-depends "$module" 2>/dev/null ||
            echo "  (this kernel has no driver $module)" >&2
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | sort -u | while read -r path; do
        module=${path##*/} # first, for the folder's random name may have a .ko in it as well
        module=$root/lib/modules/$version/${module%%.ko*}.ko
        case $path in
            *.xz) xz -dc "$path" >"$module" ;;
            *.zst) zstd -qdc "$path" >"$module" ;;
            *) cp "$path" "$module" ;;
        esac
    done
    cp "$tree/lib/modules/$version"/modules.{builtin,builtin.modinfo,order} "$root/lib/modules/$version/"
    depmod -b "$root" "$version"
}

# need_busybox: in the RAM disk
need_busybox() {
    download busybox-static
    unpack busybox-static "$work/busybox"
    mkdir -p "$root"/{bin,dev,proc,sys}
    cp "$(find "$work/busybox" -type f -path '*bin/busybox')" "$root/bin/busybox"
}

build() {
    work=$(mktemp -d "$guests/work.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    root=$work/root
    mkdir -p "$packages" "$root" "$work/result"
    build_root
    (cd "$root" && find . | LC_ALL=C sort | cpio --quiet -o -H newc -R 0:0) | gzip -1n >"$work/result/initrd.gz"
    cp "$work/kernel/boot/vmlinuz-$version" "$work/result/vmlinuz"
    chmod 644 "$work/result/vmlinuz"
    cat "${sources[@]}" | sha256sum >"$work/result/made-from"
    rm -rf "$result"
    mkdir -p "$(dirname "$result")"
    mv "$work/result" "$result"
}

up_to_date() {
    [[ -f $result/vmlinuz && -f $result/initrd.gz ]] &&
        cat "${sources[@]}" | sha256sum | cmp -s - "$result/made-from"
}

# need_guest: $result is built, unless it is up to date
need_guest() {
    local tool
    sources+=("$demo/guest.sh")
    up_to_date && return
    for tool in apt-get dpkg-deb cpio depmod; do
        command -v "$tool" >/dev/null || fail "needs the command $tool, which is not here"
    done
    mkdir -p "$guests"
    exec 9>"$guests/lock"
    flock 9
    up_to_date || build >&2
}
