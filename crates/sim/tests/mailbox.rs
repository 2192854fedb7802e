//! Mail goes out through the channel's mailer and is found in the catcher.

use svara_channel::mail::Mailer;
use svara_sim::mailbox::Mailbox;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn a_mail_arrives_with_its_umlauts_dots_and_long_lines() {
    let mailbox = Mailbox::start("127.0.0.1:0").await.unwrap();
    let mailer = Mailer::new(&mailbox.url()).unwrap();
    let subject = "Ny bokning: torsdag 12 mars kl. 10:00 – Undersökning hos Dr Anna Lindqvist, Nordkliniken";
    let body = format!("Hej Anna!\n\n.En rad med punkt\n{}\nHälsningar 🦷", "å".repeat(300));
    mailer.send("svara@nordkliniken.example", "anna@nordkliniken.example", subject, &body).await.unwrap();
    mailbox.until(1).await;
    let mail = mailbox.mails().remove(0);
    assert_eq!(mail.from, "svara@nordkliniken.example");
    assert_eq!(mail.to, ["anna@nordkliniken.example"]);
    assert_eq!(mail.subject, subject);
    assert_eq!(mail.body, body);
}

#[tokio::test]
async fn a_server_that_is_not_there_can_be_tried_again_and_a_wrong_address_cannot() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mailer = Mailer::new(&format!("smtp://{free}")).unwrap();
    let to = |it: &'static str| mailer.send("svara@nordkliniken.example", it, "Hej", "Hej");
    assert!(to("anna@nordkliniken.example").await.unwrap_err().retry);
    assert!(!to("anna").await.unwrap_err().retry);
}

#[test]
fn mail_leaves_this_machine_only_encrypted() {
    for (url, right) in [
        ("smtp://127.0.0.1:1025", true),
        ("smtp://localhost:1025", true),
        ("smtps://user:secret@mail.example", true),
        ("smtp://mail.example:587?tls=required", true),
        ("smtp://mail.example", false),
        ("smtp://mail.example?tls=opportunistic", false),
        ("mail.example", false),
        ("", false),
    ] {
        assert_eq!(Mailer::new(url).is_ok(), right, "{url}");
    }
}

#[tokio::test]
async fn a_rude_caller_does_no_harm() {
    let mailbox = Mailbox::start("127.0.0.1:0").await.unwrap();
    for words in ["", "å", "DATA\r\n", "MAIL FROM:<a>\r\nRCPT TO:<b>\r\nDATA\r\nSubject", &"x".repeat(10_000)]
    {
        let mut call = tokio::net::TcpStream::connect(mailbox.address()).await.unwrap();
        call.write_all(words.as_bytes()).await.unwrap();
        call.shutdown().await.unwrap();
        // The catcher may hang up first; what counts is that it goes on.
        drop(call.read_to_end(&mut Vec::new()).await);
    }
    assert!(mailbox.mails().is_empty());
    let mailer = Mailer::new(&mailbox.url()).unwrap();
    mailer.send("a@nordkliniken.example", "b@nordkliniken.example", "Hej", "Hej").await.unwrap();
    mailbox.until(1).await;
}
