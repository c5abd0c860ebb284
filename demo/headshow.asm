; headshow: draws on every screen of this machine, as a display server does, and follows the size that each asks for.
;
;     headshow [REPORT]
;
; Ten times a second it asks the kernel (DRM/KMS) which mode each screen prefers. Where that has changed, it sets the mode
; and draws the screen: red grows from left to right, green from top to bottom, both from anew every 256 pixels, and blue is
; 40 times the screen's number. If REPORT is given (a serial port), `head N WIDTHxHEIGHT` is written there after each change,
; with N from 1.
;
; A static Linux x86-64 program without libraries, made like evshow: nasm -f bin.
;
; rbx, rbp and r12 to r15 survive calls.

        bits 64

; ---- the kernel's interface (asm/unistd_64.h, drm/drm.h, drm/drm_mode.h) ----
SYS_WRITE       equ 1
SYS_OPEN        equ 2
SYS_MMAP        equ 9
SYS_MUNMAP      equ 11
SYS_IOCTL       equ 16
SYS_NANOSLEEP   equ 35
SYS_EXIT        equ 60
O_RDWR          equ 2
O_NOCTTY        equ 0x100
GETRESOURCES    equ 0xC04064A0
SETCRTC         equ 0xC06864A2
GETCONNECTOR    equ 0xC05064A7
ADDFB           equ 0xC01C64AE
RMFB            equ 0xC00464AF
CREATE_DUMB     equ 0xC02064B2
MAP_DUMB        equ 0xC01064B3
DESTROY_DUMB    equ 0xC00464B4
CONNECTED       equ 1

HEADS           equ 16
MODES           equ 128                 ; a screen with more is left out
MODE_SIZE       equ 68                  ; struct drm_mode_modeinfo
MODE_WIDTH      equ 4
MODE_HEIGHT     equ 14

%include "elf.inc"

start:
        mov rbx, [rsp + 16]             ; argv[1], or null
        mov dword [report], -1
        test rbx, rbx
        jz .no_report
        mov rdi, rbx
        mov esi, O_RDWR | O_NOCTTY
        mov eax, SYS_OPEN
        syscall
        mov [report], eax
.no_report:
        mov rdi, card_path
        mov esi, O_RDWR
        mov eax, SYS_OPEN
        syscall
        test eax, eax
        js fail
        mov [card], eax

        mov qword [resources + 8], crtcs
        mov qword [resources + 16], connectors
        mov dword [resources + 36], HEADS
        mov dword [resources + 40], HEADS
        mov esi, GETRESOURCES
        mov rdx, resources
        call control
        js fail

main_loop:
        xor ebx, ebx
.next:
        cmp ebx, HEADS
        je .pause
        cmp ebx, [resources + 40]
        jae .pause
        call follow
        inc ebx
        jmp .next
.pause:
        mov rdi, tenth
        xor esi, esi
        mov eax, SYS_NANOSLEEP
        syscall
        jmp main_loop

fail:   mov edi, 1
        mov eax, SYS_EXIT
        syscall

; esi = request, rdx = its structure; the sign flag tells of an error
control:
        mov edi, [card]
        mov eax, SYS_IOCTL
        syscall
        test eax, eax
        ret

; ebx = a screen's number from 0: sets the mode that it prefers, if it is not set
follow:
        mov rdi, connector
        mov ecx, 80 / 8
        xor eax, eax
        rep stosq
        mov eax, [connectors + rbx * 4]
        mov [connector + 48], eax
        mov esi, GETCONNECTOR           ; with room for no modes: the kernel asks the screen
        mov rdx, connector
        call control
        js .done
        cmp dword [connector + 60], CONNECTED
        jne .done
        cmp dword [connector + 32], 0
        je .done
        cmp dword [connector + 32], MODES
        ja .done
        mov qword [connector + 8], modes
        mov dword [connector + 36], 0   ; no properties
        mov dword [connector + 40], 0   ; no encoders
        mov esi, GETCONNECTOR
        mov rdx, connector
        call control
        js .done
        movzx r12d, word [modes + MODE_WIDTH]   ; the preferred one comes first
        movzx r13d, word [modes + MODE_HEIGHT]
        mov eax, r13d
        shl eax, 16
        or eax, r12d
        cmp eax, [sizes + rbx * 4]
        je .done
        mov [sizes + rbx * 4], eax
        call draw
.done:  ret

; ebx = a screen's number, r12d x r13d = its new size, modes = its mode
draw:
        mov [dumb], r13d
        mov [dumb + 4], r12d
        mov dword [dumb + 8], 32
        mov dword [dumb + 12], 0
        mov esi, CREATE_DUMB
        mov rdx, dumb
        call control
        js fail
        mov eax, [dumb + 16]
        mov [map], eax
        mov esi, MAP_DUMB
        mov rdx, map
        call control
        js fail
        xor edi, edi
        mov rsi, [dumb + 24]
        mov edx, 3                      ; read and write
        mov r10d, 1                     ; shared
        mov r8d, [card]
        mov r9, [map + 8]
        mov eax, SYS_MMAP
        syscall
        test rax, rax
        js fail
        mov r14, rax
        imul r15d, ebx, 40
        add r15d, 40                    ; blue

        mov rdi, r14
        xor edx, edx                    ; y
.row:   mov r8, rdi
        xor ecx, ecx                    ; x
.pixel: movzx eax, cl
        shl eax, 8
        mov al, dl
        shl eax, 8
        or eax, r15d
        stosd
        inc ecx
        cmp ecx, r12d
        jb .pixel
        mov eax, [dumb + 20]
        lea rdi, [r8 + rax]
        inc edx
        cmp edx, r13d
        jb .row

        mov rdi, r14
        mov rsi, [dumb + 24]
        mov eax, SYS_MUNMAP
        syscall

        mov [frame + 4], r12d
        mov [frame + 8], r13d
        mov eax, [dumb + 20]
        mov [frame + 12], eax
        mov dword [frame + 16], 32
        mov dword [frame + 20], 24
        mov eax, [dumb + 16]
        mov [frame + 24], eax
        mov esi, ADDFB
        mov rdx, frame
        call control
        js fail

        lea rax, [connectors + rbx * 4]
        mov [crtc], rax
        mov dword [crtc + 8], 1
        mov eax, [crtcs + rbx * 4]
        mov [crtc + 12], eax
        mov eax, [frame]
        mov [crtc + 16], eax
        mov dword [crtc + 32], 1        ; the mode is valid
        mov rsi, modes
        mov rdi, crtc + 36
        mov ecx, MODE_SIZE
        rep movsb
        mov esi, SETCRTC
        mov rdx, crtc
        call control
        js fail

        mov eax, [frame]                ; keep the new one, let the old one go
        xchg eax, [frames + rbx * 4]
        mov [old], eax
        mov esi, RMFB
        mov rdx, old
        call control
        mov eax, [dumb + 16]
        xchg eax, [handles + rbx * 4]
        mov [old], eax
        mov esi, DESTROY_DUMB
        mov rdx, old
        call control

        cmp dword [report], 0
        jl .quiet
        mov rdi, line
        mov dword [rdi], "head"
        mov byte [rdi + 4], " "
        add rdi, 5
        lea eax, [rbx + 1]
        call decimal
        mov al, " "
        stosb
        mov eax, r12d
        call decimal
        mov al, "x"
        stosb
        mov eax, r13d
        call decimal
        mov al, 10
        stosb
        mov rsi, line
        mov rdx, rdi
        sub rdx, rsi
        mov edi, [report]
        mov eax, SYS_WRITE
        syscall
.quiet: ret

; appends eax in decimal at rdi
decimal:
        mov r8, digits.end
        mov ecx, 10
.digit: xor edx, edx
        div ecx
        add dl, "0"
        dec r8
        mov [r8], dl
        test eax, eax
        jnz .digit
.copy:  mov al, [r8]
        stosb
        inc r8
        cmp r8, digits.end
        jb .copy
        ret

card_path:
        db "/dev/dri/card0", 0
        align 8
tenth:  dq 0, 100000000
end:

        absolute end
        alignb 8
report:         resd 1
card:           resd 1
resources:      resb 64                 ; struct drm_mode_card_res
connector:      resb 80                 ; struct drm_mode_get_connector
dumb:           resb 32                 ; struct drm_mode_create_dumb
map:            resb 16                 ; struct drm_mode_map_dumb
frame:          resb 32                 ; struct drm_mode_fb_cmd
crtc:           resb 104                ; struct drm_mode_crtc
old:            resd 1
crtcs:          resd HEADS
connectors:     resd HEADS
sizes:          resd HEADS              ; what is set: height, width
frames:         resd HEADS
handles:        resd HEADS
modes:          resb MODES * MODE_SIZE
line:           resb 64
digits:         resb 16
.end:
end_of_memory:
