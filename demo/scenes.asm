; scenes: draws scenes that move, for whoever measures what it takes to show them elsewhere.
;
;     scenes CONTROL         with the console as standard output, CONTROL being a serial port
;
; A letter that arrives at the serial port chooses the scene:
;
;     n   nothing is drawn
;     s   lines of text scroll through the console, drawn by the kernel
;     w   an opaque window with text is dragged over a background
;     b   a shaded ball bounces over the same background
;     f   a film plays on a part of it: a bright spot and the picture's grain, more than 64 colours on each 16x16 pixels
;
; and is answered by a line `scene LETTER`. Each tick of the guest's clock, 60 times a second, draws one step; a guest that is
; too slow draws as many as it can. About once a second a line `drawn STEPS MILLISECONDS` tells how many steps were drawn in all
; and the guest's clock. The first line is `ready`, or `no framebuffer` when there is none of 32 bits a pixel.
;
; Each step of `w`, `b` and `f` writes the rows of the old and new place from left to right once, whole, so that no half-drawn
; picture is to be seen but for the place the guest is at. What is drawn depends on the step alone, not on time.
;
; A static Linux x86-64 program without libraries, made as evshow.asm is: nasm -f bin.

        bits 64

; ---- the kernel's interface (asm/unistd_64.h, linux/fb.h, linux/kd.h) ----
SYS_READ        equ 0
SYS_WRITE       equ 1
SYS_OPEN        equ 2
SYS_MMAP        equ 9
SYS_IOCTL       equ 16
SYS_PAUSE       equ 34
SYS_GETTIME     equ 228
SYS_NANOSLEEP   equ 230                 ; clock_nanosleep
O_RDWR          equ 2
O_NOCTTY        equ 0x100
O_NONBLOCK      equ 0x800
MONOTONIC       equ 1
ABSTIME         equ 1
GET_VARIABLE    equ 0x4600              ; FBIOGET_VSCREENINFO: xres, yres at 0 and 4, bits_per_pixel at 24
GET_FIXED       equ 0x4602              ; FBIOGET_FSCREENINFO: line_length at 48
KDFONTOP        equ 0x4B72
FONT_GET        equ 1
GLYPH_ROWS      equ 32                  ; of a character in the font's data, used or not

TICK            equ 16666667            ; ns
SECOND          equ 1000000000
MOST_PIXELS     equ 1280 * 1024
PITCH           equ 1280 * 4            ; of the background in memory

; the window and the ball: one sprite at a time, whose rows have a first and a last pixel
WINDOW_WIDTH    equ 480
WINDOW_HEIGHT   equ 320
TITLE_HEIGHT    equ 24
RADIUS          equ 56
FILM_LEFT       equ 256
FILM_TOP        equ 192
FILM_WIDTH      equ 256
FILM_HEIGHT     equ 192
SPRITE_PITCH    equ WINDOW_WIDTH * 4

%include "elf.inc"

; ---- the program ----
start:
        mov rdi, [rsp + 16]             ; argv[1]
        mov esi, O_RDWR | O_NOCTTY | O_NONBLOCK
        mov eax, SYS_OPEN
        syscall
        mov [control], eax
        call open_screen
        jz .no_screen
        call read_font
        call draw_background
        mov byte [scene], 'n'
        mov rsi, text_ready
        call say_text
        mov rsi, next
        call now

main_loop:
        call await_tick
        call obey
        mov al, [scene]
        cmp al, 'n'
        je .drawn
        inc dword [steps]
        cmp al, 's'
        je .scroll
        cmp al, 'f'
        je .film
        call move_sprite
        jmp .drawn
.film:
        call draw_film
        jmp .drawn
.scroll:
        call print_line
.drawn:
        call tell
        jmp main_loop

start.no_screen:
        mov rsi, text_no_screen
        call say_text
.sleep:
        mov eax, SYS_PAUSE
        syscall
        jmp .sleep

; Sets the zero flag if there is no framebuffer that can be drawn on.
open_screen:
        mov rdi, text_screen
        mov esi, O_RDWR
        mov eax, SYS_OPEN
        syscall
        test eax, eax
        js .none
        mov r12d, eax
        mov edi, r12d
        mov esi, GET_VARIABLE
        mov rdx, scratch
        mov eax, SYS_IOCTL
        syscall
        mov eax, [scratch]
        mov [width], eax
        mov ecx, [scratch + 4]
        mov [height], ecx
        cmp dword [scratch + 24], 32
        jne .none
        cmp eax, PITCH / 4
        ja .none
        cmp eax, WINDOW_WIDTH * 2
        jb .none
        cmp ecx, WINDOW_HEIGHT * 2
        jb .none
        imul eax, ecx
        cmp eax, MOST_PIXELS
        ja .none
        mov edi, r12d
        mov esi, GET_FIXED
        mov rdx, scratch
        mov eax, SYS_IOCTL
        syscall
        mov eax, [scratch + 48]
        mov [stride], eax
        xor edi, edi
        mov esi, [height]
        imul rsi, rax
        mov edx, 3                      ; PROT_READ | PROT_WRITE
        mov r10d, 1                     ; MAP_SHARED
        mov r8d, r12d
        xor r9d, r9d
        mov eax, SYS_MMAP
        syscall
        cmp rax, -4096
        ja .none
        mov [screen], rax
        test rax, rax
        ret
.none:
        xor eax, eax
        ret

; The console's own font, 8 pixels wide.
read_font:
        mov edi, 1
        mov esi, KDFONTOP
        mov rdx, font_request
        mov eax, SYS_IOCTL
        syscall
        ret

; A gradient with lines of text, in memory.
draw_background:
        xor ebx, ebx                    ; row
.row:
        mov eax, ebx
        imul rdi, rax, PITCH
        add rdi, background
        xor ecx, ecx
.pixel:
        mov eax, ecx                    ; blue from left to right, green from top to bottom
        shr eax, 3
        add eax, 64
        mov edx, ebx
        shr edx, 3
        add edx, 32
        shl edx, 8
        or eax, edx
        mov edx, ecx
        add edx, ebx
        shr edx, 4
        shl edx, 16
        or eax, edx
        stosd
        inc ecx
        cmp ecx, PITCH / 4
        jb .pixel
        inc ebx
        cmp ebx, [height]
        jb .row

        mov dword [ink], 0xFFFFFF
        mov dword [pitch], PITCH
        mov ebx, 40                     ; a line of text each 40 rows
.line:
        lea eax, [rbx + 20]
        cmp eax, [height]
        ja .ret
        imul rdi, rbx, PITCH
        add rdi, background + 24 * 4
        imul eax, ebx, 7
        call pick_text
        mov ecx, 60
        call draw_text
        add ebx, 40
        jmp .line
.ret:
        ret

; eax: any number. rsi: a place in the text, from where 64 characters and more are left.
pick_text:
        xor edx, edx
        mov ecx, prose.end - prose - 128
        div ecx
        lea rsi, [prose + rdx]
        ret

; Draws ecx characters at rsi onto the pixels at rdi, in [ink], on pixels of [pitch] bytes a row.
draw_text:
        push rbx
        push r12
        mov r12d, ecx
.character:
        movzx eax, byte [rsi]
        inc rsi
        shl eax, 5
        lea rbx, [font + rax]
        mov r8, rdi
        xor edx, edx                    ; row
.row:
        mov al, [rbx + rdx]
        xor ecx, ecx
.pixel:
        shl al, 1
        jnc .paper
        mov r9d, [ink]
        mov [r8 + rcx * 4], r9d
.paper:
        inc ecx
        cmp ecx, 8
        jb .pixel
        mov eax, [pitch]
        add r8, rax
        inc edx
        cmp edx, 16
        jb .row
        add rdi, 8 * 4
        dec r12d
        jnz .character
        pop r12
        pop rbx
        ret

; Reads the clock to rsi.
now:
        mov edi, MONOTONIC
        mov eax, SYS_GETTIME
        syscall
        ret

; Waits for the next tick; one that is over already is not made up for.
await_tick:
        mov rax, [next + 8]
        mov rcx, [next]
        add rax, TICK
        cmp rax, SECOND
        jb .same_second
        sub rax, SECOND
        inc rcx
.same_second:
        mov [next + 8], rax
        mov [next], rcx
        mov rsi, time
        call now
        mov rax, [time]
        cmp rax, [next]
        ja .late
        jb .sleep
        mov rax, [time + 8]
        cmp rax, [next + 8]
        jb .sleep
.late:
        mov rax, [time]
        mov [next], rax
        mov rax, [time + 8]
        mov [next + 8], rax
        ret
.sleep:
        mov edi, MONOTONIC
        mov esi, ABSTIME
        mov rdx, next
        xor r10d, r10d
        mov eax, SYS_NANOSLEEP
        syscall
        ret

; Takes a letter from the control, if there is one.
obey:
        mov edi, [control]
        mov rsi, scratch
        mov edx, 1
        mov eax, SYS_READ
        syscall
        cmp rax, 1
        jne .ret
        mov al, [scratch]
        cmp al, 'n'
        je .known
        cmp al, 's'
        je .known
        cmp al, 'w'
        je .known
        cmp al, 'f'
        je .known
        cmp al, 'b'
        jne .ret
.known:
        mov [scene], al
        cmp al, 'n'
        je .answer
        cmp al, 's'
        jne .sprite
        mov rsi, text_clear
        mov edx, text_clear.end - text_clear
        mov edi, 1
        call write_all
        jmp .answer
.sprite:
        cmp al, 'f'
        je .ready
        cmp al, 'b'
        je .ball
        call make_window
        jmp .ready
.ball:
        call make_ball
.ready:
        call show_background
        mov dword [x], 10
        mov dword [y], 10
        mov dword [right], 5
        mov dword [down], 3
.answer:
        mov rdi, scratch
        mov rsi, text_scene
        call put_text
        mov al, [scene]
        stosb
        jmp say_line
.ret:
        ret

; An opaque window: frame, title, white with lines of text.
make_window:
        mov dword [sprite_width], WINDOW_WIDTH
        mov dword [sprite_height], WINDOW_HEIGHT
        xor ebx, ebx
.row:
        mov dword [first + rbx * 4], 0
        mov dword [last + rbx * 4], WINDOW_WIDTH
        imul rdi, rbx, SPRITE_PITCH
        add rdi, sprite
        mov eax, 0xFFFFFF
        cmp ebx, TITLE_HEIGHT
        jae .paper
        mov eax, 0x335588
.paper:
        mov ecx, WINDOW_WIDTH
        rep stosd
        mov dword [rdi - 4], 0x202020
        mov dword [rdi - SPRITE_PITCH], 0x202020
        inc ebx
        cmp ebx, WINDOW_HEIGHT
        jb .row
        mov eax, 0x202020
        mov rdi, sprite
        mov ecx, WINDOW_WIDTH
        rep stosd
        mov rdi, sprite + (WINDOW_HEIGHT - 1) * SPRITE_PITCH
        mov ecx, WINDOW_WIDTH
        rep stosd

        mov dword [pitch], SPRITE_PITCH
        mov dword [ink], 0xFFFFFF
        mov rdi, sprite + 4 * SPRITE_PITCH + 12 * 4
        mov rsi, prose
        mov ecx, 18
        call draw_text
        mov dword [ink], 0x101010
        mov ebx, TITLE_HEIGHT + 8
.line:
        imul rdi, rbx, SPRITE_PITCH
        add rdi, sprite + 12 * 4
        imul eax, ebx, 11
        call pick_text
        mov ecx, 56
        call draw_text
        add ebx, 18
        cmp ebx, WINDOW_HEIGHT - 20
        jb .line
        ret

; A ball, lit from the upper left; its rows are as wide as the circle.
make_ball:
        mov dword [sprite_width], 2 * RADIUS
        mov dword [sprite_height], 2 * RADIUS
        xor ebx, ebx
.row:
        mov dword [first + rbx * 4], 2 * RADIUS
        mov dword [last + rbx * 4], 0
        imul rdi, rbx, SPRITE_PITCH
        add rdi, sprite
        xor ecx, ecx
.pixel:
        mov eax, ecx
        sub eax, RADIUS
        imul eax, eax
        mov edx, ebx
        sub edx, RADIUS
        imul edx, edx
        add eax, edx
        cmp eax, (RADIUS - 1) * (RADIUS - 1)
        ja .outside
        cmp ecx, [first + rbx * 4]
        jae .begun
        mov [first + rbx * 4], ecx
.begun:
        lea eax, [rcx + 1]
        mov [last + rbx * 4], eax
        mov eax, ecx                    ; the square of the distance from the light
        sub eax, RADIUS * 2 / 3
        imul eax, eax
        mov edx, ebx
        sub edx, RADIUS * 2 / 3
        imul edx, edx
        add eax, edx
        shr eax, 5
        mov edx, 255
        sub edx, eax
        mov eax, edx
        shl eax, 16
        shr edx, 2
        mov dh, dl
        or eax, edx
        mov [rdi], eax
.outside:
        add rdi, 4
        inc ecx
        cmp ecx, 2 * RADIUS
        jb .pixel
        inc ebx
        cmp ebx, 2 * RADIUS
        jb .row
        ret

; The whole background on the screen.
show_background:
        xor ebx, ebx
.row:
        imul rsi, rbx, PITCH
        add rsi, background
        mov eax, [stride]
        imul rax, rbx
        mov rdi, [screen]
        add rdi, rax
        mov ecx, [width]
        rep movsd
        inc ebx
        cmp ebx, [height]
        jb .row
        ret

; Moves the sprite by a step; it bounces off the screen's edges.
move_sprite:
        mov r12d, [x]                   ; what it covered
        mov r13d, [y]
        mov eax, [x]
        add eax, [right]
        js .turn_x
        mov ecx, eax
        add ecx, [sprite_width]
        cmp ecx, [width]
        jbe .x
.turn_x:
        neg dword [right]
        mov eax, [x]
        add eax, [right]
.x:
        mov [x], eax
        mov eax, [y]
        add eax, [down]
        js .turn_y
        mov ecx, eax
        add ecx, [sprite_height]
        cmp ecx, [height]
        jbe .y
.turn_y:
        neg dword [down]
        mov eax, [y]
        add eax, [down]
.y:
        mov [y], eax

        mov r14d, r12d                  ; r14 to r15: columns of both places; ebx to ebp: rows
        cmp r14d, [x]
        cmova r14d, [x]
        mov r15d, r12d
        cmp r15d, [x]
        cmovb r15d, [x]
        add r15d, [sprite_width]
        mov ebx, r13d
        cmp ebx, [y]
        cmova ebx, [y]
        mov ebp, r13d
        cmp ebp, [y]
        cmovb ebp, [y]
        add ebp, [sprite_height]
.row:
        mov eax, ebx                    ; the row is put together in memory
        imul rsi, rax, PITCH
        lea rsi, [background + rsi + r14 * 4]
        mov rdi, line
        mov ecx, r15d
        sub ecx, r14d
        rep movsd
        mov edx, ebx
        sub edx, [y]
        js .beside
        cmp edx, [sprite_height]
        jae .beside
        mov eax, [first + rdx * 4]
        mov ecx, [last + rdx * 4]
        sub ecx, eax
        jbe .beside
        imul rsi, rdx, SPRITE_PITCH
        lea rsi, [sprite + rsi + rax * 4]
        add eax, [x]
        sub eax, r14d
        lea rdi, [line + rax * 4]
        rep movsd
.beside:
        mov eax, [stride]
        imul rax, rbx
        lea rdi, [rax + r14 * 4]
        add rdi, [screen]
        mov rsi, line
        mov ecx, r15d
        sub ecx, r14d
        rep movsd
        inc ebx
        cmp ebx, ebp
        jb .row
        ret

; Draws the next picture of the film. The colours of a pixel are those of a slope that wanders, and of the film's grain.
draw_film:
        imul r12d, [steps], 0x9E3779B1  ; the grain of this picture
        xor ebx, ebx                    ; row
.row:
        lea eax, [rbx + FILM_TOP]
        imul eax, [stride]
        mov rdi, [screen]
        lea rdi, [rdi + rax + FILM_LEFT * 4]
        mov eax, [steps]                ; green, from top to bottom
        lea eax, [rbx + rax * 2]
        call slope
        shl eax, 8
        mov r13d, eax
        xor ecx, ecx                    ; column
.pixel:
        mov eax, [steps]                ; red and blue, from left to right
        add eax, ecx
        call slope
        imul eax, eax, 0x10001
        add eax, r13d
        imul r12d, r12d, 1664525
        add r12d, 1013904223
        mov edx, r12d                   ; four bits of grain for each colour
        shr edx, 11
        and edx, 0x0F0F0F
        add eax, edx
        stosd
        inc ecx
        cmp ecx, FILM_WIDTH
        jb .pixel
        inc ebx
        cmp ebx, FILM_HEIGHT
        jb .row
        ret

; eax: any number; becomes 64 to 191, up and down again with every 256.
slope:
        and eax, 0xFF
        cmp eax, 0x80
        jb .up
        xor eax, 0xFF
.up:
        add eax, 64
        ret

; Prints the next line of text on the console: its number, and some of the prose.
print_line:
        mov rdi, scratch
        mov eax, [steps]
        call put_decimal
        mov al, ' '
        stosb
        imul eax, [steps], 37
        call pick_text
        imul eax, [steps], 13           ; how much of it: 20 to 99 characters
        xor edx, edx
        mov ecx, 80
        div ecx
        lea ecx, [rdx + 20]
        rep movsb
        mov al, 10
        stosb
        mov rsi, scratch
        mov rdx, rdi
        sub rdx, rsi
        mov edi, 1
        jmp write_all

; Once a second: `drawn STEPS MILLISECONDS`.
tell:
        mov rsi, time
        call now
        mov rax, [time]
        cmp rax, [told]
        je .ret
        mov [told], rax
        mov rdi, scratch
        mov rsi, text_drawn
        call put_text
        mov eax, [steps]
        call put_decimal
        mov al, ' '
        stosb
        mov rax, [time + 8]
        xor edx, edx
        mov ecx, 1000000
        div rcx
        imul rcx, [time], 1000
        add eax, ecx
        call put_decimal
        jmp say_line
.ret:
        ret

; Ends the line that runs from scratch to rdi with a line feed and writes it to the control.
say_line:
        mov al, 10
        stosb
        mov rsi, scratch
        mov rdx, rdi
        sub rdx, rsi
        mov edi, [control]
        jmp write_all

; Writes the asciz text at rsi to the control.
say_text:
        mov rdi, scratch
        call put_text
        jmp say_line

%include "text.inc"

; ---- texts ----
text_screen:    db "/dev/fb0", 0
text_ready:     db "ready", 0
text_no_screen: db "no framebuffer", 0
text_scene:     db "scene ", 0
text_drawn:     db "drawn ", 0
text_clear:     db 0x1B, "[H", 0x1B, "[J"
.end:
prose:          db "A controller maps peripherals onto logical interfaces of virtual machines, at the level of the hypervisor; "
                db "nothing is installed in the guest, whose own network card is not used and need not exist. A keyboard sends "
                db "scan codes, never characters, for layouts belong to the guest. What stands still on the screen is exact to "
                db "the pixel, and what moves is sent in its newest state as soon as the display unit is ready for it: nothing "
                db "queues, so nothing lags. A machine outlives its controller, and no key stays pressed when a link is lost."
.end:

        align 8
font_request:   dd FONT_GET, 0, 8, 16, 512, 0 ; struct console_font_op: op, flags, width, height, characters
                dq font
end:

; ---- memory that the file need not hold ----
        absolute end
        alignb 16
next:           resq 2                  ; struct timespec
time:           resq 2
told:           resq 1                  ; the second of the last report
screen:         resq 1
control:        resd 1
width:          resd 1
height:         resd 1
stride:         resd 1
steps:          resd 1
ink:            resd 1
pitch:          resd 1
x:              resd 1
y:              resd 1
right:          resd 1
down:           resd 1
sprite_width:   resd 1
sprite_height:  resd 1
scene:          resb 1
digits:         resb 16
.end:
        alignb 16
scratch:        resb 512
first:          resd WINDOW_HEIGHT
last:           resd WINDOW_HEIGHT
font:           resb 512 * GLYPH_ROWS
line:           resb PITCH
sprite:         resb SPRITE_PITCH * WINDOW_HEIGHT
background:     resb PITCH * 1024
end_of_memory:
