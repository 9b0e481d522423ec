/** How it went: '' = the other side took it, else why not. Codes alone: what a server answers is its own text. */
export type ToldCode = '' | 'NO_SMTP' | 'NO_ADDRESS' | 'SMTP' | 'WEBHOOK' | 'PRIVATE_ADDRESS'
